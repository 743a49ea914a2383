using System.Runtime.CompilerServices;
using LibTorch.Interop;

namespace LibTorch.Jit;

/// <summary>Whether this thread records a trace, and the warnings for what cannot be recorded.</summary>
internal static class Tracing
{
    // The number of threads that record. Where it is zero, which is nearly always, no thread's own field is read.
    private static int _running;

    [ThreadStatic]
    private static bool _here;

    /// <summary>Whether this thread records a trace.</summary>
    public static bool IsOn => Volatile.Read(ref _running) != 0 && _here;

    /// <summary>Marks this thread until the result is disposed of.</summary>
    public static Mark Begin() => new();

    /// <summary>Warns if this thread records a trace, which would keep the converted elements as constants.</summary>
    /// <param name="form">What they become, such as "a .NET number".</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WarnOfConversion(string form)
    {
        if (Volatile.Read(ref _running) != 0)
        {
            Warn(form);
        }
    }

    /// <summary>Until the result is disposed of, this thread's operators are not recorded: for tensors that C# fills with values.</summary>
    public static Pause Paused() => new(IsOn && ScriptCalls.Record(false));

    private static void Warn(string form)
    {
        if (_here)
        {
            Warnings.Warn(
                $"Converting a tensor to {form} might cause the trace to be incorrect. The data flow of .NET values is not recorded, so this value is a constant in the trace, which might not fit other inputs.");
        }
    }

    /// <summary>The time for which nothing is recorded.</summary>
    public readonly ref struct Pause(bool wasRecorded)
    {
        public void Dispose()
        {
            if (wasRecorded)
            {
                ScriptCalls.Record(true);
            }
        }
    }

    /// <summary>The time for which a thread is marked.</summary>
    public readonly ref struct Mark
    {
        private readonly bool _outer;

        public Mark()
        {
            _outer = _here;
            _here = true;
            Interlocked.Increment(ref _running);
        }

        public void Dispose()
        {
            Interlocked.Decrement(ref _running);
            _here = _outer;
        }
    }
}
