using System.Runtime.ExceptionServices;

namespace LibTorch.Tests;

/// <summary>A thread that ends with what ran on it: for what leaves modes of its thread changed, which the next test on that thread would meet.</summary>
internal static class OwnThread
{
    /// <summary>Runs the action on it, and throws what the action throws.</summary>
    /// <param name="action">What it runs.</param>
    /// <param name="stack">The bytes of its stack; the system's usual ones without.</param>
    public static void Run(Action action, int stack = 0)
    {
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                action();
            }
            catch (Exception error)
            {
                thrown = ExceptionDispatchInfo.Capture(error);
            }
        }, stack);
        thread.Start();
        thread.Join();
        thrown?.Throw();
    }
}
