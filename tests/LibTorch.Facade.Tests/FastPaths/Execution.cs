using System.Text;
using LibTorch.Interop;

namespace LibTorch.Tests.FastPaths;

/// <summary>One run of a program on the calling thread: what was observed, and what has to be put back at its end.</summary>
internal sealed class Execution(bool watchesEachStep)
{
    // Where hooks run passes that run hooks again.
    private const int MaxSteps = 120;
    private const int MaxDepth = 4;

    // Running kernels that are given other threads' dual levels would give other tangents: libtorch has one level for all.
    private static readonly Lock ForwardMode = new();

    [ThreadStatic]
    private static Execution? _current;

    private readonly StringBuilder _text = new();
    private readonly Stack<Action> _left = new();
    private int _steps = MaxSteps;

    /// <summary>Whether what a step did is looked at right after it; to look at a tensor may fill in what libtorch leaves for later.</summary>
    public bool WatchesEachStep { get; } = watchesEachStep;

    /// <summary>How many callbacks the thread is in.</summary>
    public int Depth { get; set; }

    /// <summary>Runs a program and gives what was observed.</summary>
    public static string Run(RandomProgram program)
    {
        if (!program.UsesForwardMode)
        {
            return RunAlone(program);
        }

        lock (ForwardMode)
        {
            return RunAlone(program);
        }
    }

    /// <summary>Notes what a warning says, on the thread that it was given on.</summary>
    public static void Hear(object? sender, TorchWarningEventArgs warning) => _current?.Note($"{WarningMark}{FirstLine(warning.Message)}");

    /// <summary>What lines about warnings begin with.</summary>
    public const string WarningMark = "warning: ";

    /// <summary>The text without C++ frames, which name addresses.</summary>
    public static string FirstLine(string text) => text.IndexOf('\n', StringComparison.Ordinal) is var end and >= 0 ? text[..end] : text;

    /// <summary>Whether another step may run, and another callback have its body run.</summary>
    public bool Spend() => _steps-- > 0;

    /// <summary>Whether another callback may have its body run.</summary>
    public bool MayNest => _steps > 0 && Depth < MaxDepth;

    public void Note(string line) => _text.Append(line).Append('\n');

    /// <summary>Has a mode end with the program.</summary>
    public void Leave(Action end) => _left.Push(end);

    private static string RunAlone(RandomProgram program)
    {
        var execution = new Execution(program.WatchesEachStep);
        _current = execution;

        // Leaving it puts back all of the thread's dispatch keys and modes, whatever hooks did to them.
        var modes = LibraryCalls.EnterInferenceMode(false);
        using var scope = new TensorScope();
        try
        {
            var machine = new Machine(execution, program.Leaves());
            machine.Run(program.Steps);
            execution.End();
            _ = Native.ltf_set_grad_mode(1);
            machine.NoteAll();
            return execution._text.ToString();
        }
        finally
        {
            execution.End();
            Native.ltf_inference_mode_exit(modes);
            _current = null;
        }
    }

    private void End()
    {
        while (_left.TryPop(out var end))
        {
            end();
        }
    }
}
