using System.Globalization;
using Google.Protobuf;
using LibTorch.Utils.TensorBoard.Protos;

namespace LibTorch.Utils.TensorBoard;

/// <summary>A file of events in a folder. An added event is in the file at once, so a program that ends early loses nothing.</summary>
internal sealed class EventFile : IDisposable
{
    // The version string that TensorFlow writes.
    public const string Version = "brain.Event:2";

    private static int _filesInThisProcess = -1;

    private readonly FileStream _stream;

    /// <exception cref="IOException">The folder or file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder or file is denied.</exception>
    public EventFile(string folder, string suffix)
    {
        Directory.CreateDirectory(folder);
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{DateTimeOffset.UtcNow.ToUnixTimeSeconds():D10}.{Environment.MachineName}.{Environment.ProcessId}.{Interlocked.Increment(ref _filesInThisProcess)}{suffix}");

        // Unbuffered: each event is written with a single call, and other programs may read the file meanwhile.
        _stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        Add(new Event { FileVersion = Version }, step: null, walltime: null);
    }

    /// <summary>Writes the event; if that fails, the file is unchanged.</summary>
    /// <exception cref="IOException">The file cannot be written, for example because the disk is full.</exception>
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

    /// <summary>Flushes the file to the disk.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    public void Dispose() => _stream.Dispose();
}
