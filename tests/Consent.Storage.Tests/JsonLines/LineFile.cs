using System.Text.Json;
using System.Text.Json.Serialization;

namespace Consent.Storage.Tests.JsonLines;

/// <summary>A file of JSON lines that only grows, or is replaced as a whole. One process at a time has it open.</summary>
internal sealed class LineFile : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly string _path;
    private FileStream _file;

    /// <exception cref="ConsentStoreException">It cannot be opened, or a whole line of it is damaged.</exception>
    public LineFile(string path)
    {
        _path = path;
        _file = Guarded(Open);
    }

    /// <summary>Reads the lines. One without an end was being written when the process stopped: nobody was told that it is there, and it is cut off.</summary>
    public IReadOnlyList<StoreLine> Read() => Guarded(() =>
    {
        var bytes = new byte[_file.Length];
        _file.Position = 0;
        _file.ReadExactly(bytes);
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        _file.SetLength(whole);
        var lines = new List<StoreLine>();
        for (var rest = bytes.AsSpan(0, whole); !rest.IsEmpty;)
        {
            var end = rest.IndexOf((byte)'\n');
            lines.Add(JsonSerializer.Deserialize<StoreLine>(rest[..end], s_json) ?? throw new JsonException());
            rest = rest[(end + 1)..];
        }

        return lines;
    });

    /// <summary>Adds lines at the end: on the disk once returned. When that fails, they are taken back.</summary>
    public void Append(IEnumerable<StoreLine> lines) => Guarded(() =>
    {
        var end = _file.Length;
        try
        {
            return Write(_file, lines);
        }
        catch (IOException)
        {
            _file.SetLength(end);
            throw;
        }
    });

    /// <summary>Writes a new file and puts it in the place of this one, so that what is not among the lines is gone. A crash leaves the one or the other.</summary>
    public void Replace(IEnumerable<StoreLine> lines) => Guarded(() =>
    {
        using (var next = new FileStream(_path + ".new", FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Write(next, lines);
        }

        _file.Dispose();
        File.Move(_path + ".new", _path, overwrite: true);
        return _file = Open();
    });

    public void Dispose() => _file.Dispose();

    private FileStream Open() => new(_path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static FileStream Write(FileStream file, IEnumerable<StoreLine> lines)
    {
        file.Position = file.Length;
        foreach (var line in lines)
        {
            JsonSerializer.Serialize(file, line, s_json);
            file.WriteByte((byte)'\n');
        }

        file.Flush(flushToDisk: true);
        return file;
    }

    private static T Guarded<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or JsonException or ObjectDisposedException)
        {
            // The type alone: a message may quote the line.
            throw new ConsentStoreException($"The file of lines failed: {trouble.GetType().Name}.");
        }
    }
}
