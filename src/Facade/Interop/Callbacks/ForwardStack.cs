using System.Diagnostics;

namespace LibTorch.Interop;

/// <summary>Where the program called the library, for anomaly mode to name.</summary>
/// <remarks>Text alone is kept: frames would hold the load contexts of what they are frames of, plugins' say.</remarks>
internal sealed class ForwardStack
{
    private readonly string _frames;

    private ForwardStack(string frames) => _frames = frames;

    /// <summary>The calling thread's frames, from the one that called into this library on.</summary>
    public static ForwardStack Capture()
    {
        var frames = new StackTrace(fNeedFileInfo: true).GetFrames();
        return new ForwardStack(new StackTrace(frames.SkipWhile(IsOurs)).ToString().TrimEnd());
    }

    /// <summary>A line for each frame, with file and line where the program has its debugging information.</summary>
    public override string ToString() => _frames;

    // Frames without a method are native ones.
    private static bool IsOurs(StackFrame frame) =>
        DiagnosticMethodInfo.Create(frame) is not { } method
        || method.DeclaringAssemblyName == typeof(ForwardStack).Assembly.FullName;
}
