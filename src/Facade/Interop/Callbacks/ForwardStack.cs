using System.Diagnostics;

namespace LibTorch.Interop;

/// <summary>Where the program called the library, for anomaly mode to name.</summary>
internal sealed class ForwardStack
{
    private readonly StackTrace _frames;

    private ForwardStack(StackTrace frames) => _frames = frames;

    /// <summary>The calling thread's frames, from the one that called into this library on.</summary>
    public static ForwardStack Capture()
    {
        var frames = new StackTrace(fNeedFileInfo: true).GetFrames();
        return new ForwardStack(new StackTrace(frames.SkipWhile(IsOurs)));
    }

    /// <summary>A line for each frame, with file and line where the program has its debugging information.</summary>
    public override string ToString() => _frames.ToString().TrimEnd();

    // Frames without a method are native ones.
    private static bool IsOurs(StackFrame frame) =>
        DiagnosticMethodInfo.Create(frame) is not { } method
        || method.DeclaringAssemblyName == typeof(ForwardStack).Assembly.FullName;
}
