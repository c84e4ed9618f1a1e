using System.Collections.Immutable;
using System.Text;

namespace Consent;

/// <summary>Keeps the evidence of a whole change within 1 MiB: past it, texts are left out and their digests stay.</summary>
internal static class EvidenceLimit
{
    /// <summary>The greatest size of all evidence of one change, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>So many statements never reach it, whatever their texts.</summary>
    private const int AlwaysWithin = MaxBytes / (((5 + Evidence.MaxDetails) * Evidence.MaxTextLength * 3) + (Evidence.MaxDetails * 64 * 3) + (6 * CutBytes));

    /// <summary>No name of a text that was cut and its digest are longer.</summary>
    private const int CutBytes = 16 + 64;

    /// <summary>The statements as they are recorded. What stands for an evidence is the same wherever the change has it.</summary>
    public static ImmutableArray<Statement> Within(ImmutableArray<Statement> statements) => statements.Length <= AlwaysWithin ? statements : CutToLimit(statements);

    private static ImmutableArray<Statement> CutToLimit(ImmutableArray<Statement> statements)
    {
        var seen = new HashSet<Evidence>();
        var tooMuch = new Dictionary<Evidence, Evidence>();
        var left = MaxBytes;
        foreach (var evidence in statements.Select(s => s.Evidence).Where(seen.Add))
        {
            left -= SizeOf(evidence);
            if (left < 0)
            {
                tooMuch[evidence] = evidence.WithoutTexts();
            }
        }

        return left < 0 ? [.. statements.Select(s => tooMuch.TryGetValue(s.Evidence, out var kept) ? s.With(kept) : s)] : statements;
    }

    private static int SizeOf(Evidence evidence) =>
        Bytes(evidence.Method) + Bytes(evidence.Reference) + Bytes(evidence.Source) + Bytes(evidence.Ground) + Bytes(evidence.Contract)
        + evidence.Details.Sum(d => Bytes(d.Key) + Bytes(d.Value)) + (evidence.CutTexts.Count * CutBytes);

    private static int Bytes(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
