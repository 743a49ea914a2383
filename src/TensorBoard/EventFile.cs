using System.Globalization;
using Google.Protobuf;
using LibTorch.Utils.TensorBoard.Protos;

namespace LibTorch.Utils.TensorBoard;

/// <summary>A file of events in a folder of its own name. What was added is in the file, so a program that ends early loses nothing.</summary>
internal sealed class EventFile : IDisposable
{
    // What Python calls brain.Event:2.
    public const string Version = "brain.Event:2";

    private static int _filesInThisProcess = -1;

    private readonly FileStream _stream;

    /// <exception cref="IOException">The folder or file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public EventFile(string folder, string suffix)
    {
        Directory.CreateDirectory(folder);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():D10}.{Environment.MachineName}.{Environment.ProcessId}.{Interlocked.Increment(ref _filesInThisProcess)}{suffix}");

        // No buffer: an event is written whole, and others may read meanwhile.
        _stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        Add(new Event { FileVersion = Version }, step: null, walltime: null);
    }

    /// <summary>Writes the event; where that fails, the file is as before.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public void Add(Event added, long? step, DateTimeOffset? walltime)
    {
        added.WallTime = ((walltime ?? DateTimeOffset.UtcNow) - DateTimeOffset.UnixEpoch).TotalSeconds;
        added.Step = step ?? added.Step;
        var start = _stream.Position;
        try
        {
            _stream.Write(RecordFrame.Of(added.ToByteArray()));
        }
        catch (IOException)
        {
            _stream.SetLength(start);
            throw;
        }
    }

    /// <summary>Has the system put it on the disk.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();
}
