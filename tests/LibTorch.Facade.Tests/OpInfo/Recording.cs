using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LibTorch.Tests.OpInfo;

/// <summary>A Python that runs PyTorch's samples and tells, call by call, what they asked of the dispatcher and what came of it.</summary>
internal sealed class Recording : IDisposable
{
    private readonly Process _process;
    private readonly PackedReader _reader;
    private readonly Task<string> _errors;

    /// <param name="runs">What is run: kind:dtype:depth, as calls.py takes them.</param>
    /// <param name="only">A part of the operators' names.</param>
    public Recording(IEnumerable<string> runs, string only)
    {
        string[] arguments =
        [
            "-B", Path.Combine(AppContext.BaseDirectory, "OpInfo", "calls.py"),
            "--recorder", Repository.PathOf("artifacts/recorder/libopinfo_recorder.so"), "--only", only, .. runs,
        ];
        _process = Process.Start(new ProcessStartInfo(PythonSession.Interpreter, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _errors = _process.StandardError.ReadToEndAsync();
        _reader = new PackedReader(new BufferedStream(_process.StandardOutput.BaseStream, 1 << 20));
    }

    /// <summary>How many samples raised an error without a call of the dispatcher, by who raised it.</summary>
    public Dictionary<string, int> RaisedInPython { get; } = [];

    /// <summary>All calls, in the order they were made.</summary>
    public IEnumerable<RecordedCall> Calls()
    {
        while (Next() is { } call)
        {
            yield return call;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _reader.Dispose();
    }

    private RecordedCall? Next()
    {
        try
        {
            var origin = _reader.ReadFrame(whole: false);
            while ((string)origin[0]! == "raised")
            {
                CollectionsMarshal.GetValueRefOrAddDefault(RaisedInPython, (string)origin[2]!, out _)++;
                origin = _reader.ReadFrame(whole: false);
            }

            return (string)origin[0]! == "end" ? null : new RecordedCall(origin, _reader.ReadFrame(whole: true), _reader.ReadFrame(whole: false));
        }
        catch (EndOfStreamException)
        {
            _process.WaitForExit();
            throw new InvalidOperationException($"Python ended early, with exit code {_process.ExitCode}.\n{_errors.Result}");
        }
    }
}
