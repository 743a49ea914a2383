using System.Runtime.ExceptionServices;

namespace LibTorch.Tests;

/// <summary>A thread that ends with what ran on it: for what leaves modes of its thread changed, which the next test on that thread would meet.</summary>
internal static class OwnThread
{
    /// <summary>Runs the action on it, and throws what the action throws.</summary>
    public static void Run(Action action)
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
        });
        thread.Start();
        thread.Join();
        thrown?.Throw();
    }
}
