using Consent.Auditing;
using Consent.Auditing.Tests;

namespace Consent.Verify.Tests;

/// <summary>A folder with what a log gave out, and the tool run on it.</summary>
public sealed class GivenOut : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("consent-verify-");

    public GivenOut()
    {
        var log = KeptLog.Story();
        Dossier = log.Dossier();
        Write("log.vkey", $"# the log's key\n\n{KeptLog.Signer.VerifierKey}\n");
        Write("entry.tlog-proof", log.Receipt(3).ToFile());
        Write("facts-only.tlog-proof", log.Receipt(3, EntrySlot.Facts).ToFile());
        Write("dossier.html", Dossier.ToHtml());
        Write("2.checkpoint", log.CheckpointAt(2).ToString());
        Write("6.checkpoint", log.CheckpointAt(6).ToString());
        Write("2-6.consistency-proof", log.Consistency(2, 6).ToString());
        var rewritten = KeptLog.Story();
        Write("rewritten.checkpoint", rewritten.CheckpointAt(6).ToString());
        Write("altered.tlog-proof", Receipt.Of(EntryDisclosure.Of(rewritten.Entries[3]), log.Receipt(3).Proof.Inclusion, log.CheckpointAt(6)).ToFile());
    }

    public Dossier Dossier { get; }

    public static string Key => KeptLog.Signer.VerifierKey.ToString();

    public string PathOf(string file) => Path.Combine(_folder.FullName, file);

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    public void Write(string file, byte[] bytes) => File.WriteAllBytes(PathOf(file), bytes);

    /// <summary>Runs the tool; words with a dot, and <c>missing</c>, are files of the folder.</summary>
    public (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = VerifyTool.Run([.. arguments.Select(a => a.Contains('.') && !a.Contains('+') ? PathOf(a) : a)], output, error);
        return (code, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
