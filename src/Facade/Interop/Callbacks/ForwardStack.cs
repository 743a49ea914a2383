using System.Diagnostics;

namespace LibTorch.Interop;

/// <summary>The managed stack of a call into this library, which anomaly mode reports.</summary>
/// <remarks>Only the text is kept: frames would keep the load contexts of their methods alive, a plugin's for example.</remarks>
internal sealed class ForwardStack
{
    private readonly string _frames;

    private ForwardStack(string frames) => _frames = frames;

    /// <summary>The calling thread's frames, starting with the one that called into this library.</summary>
    public static ForwardStack Capture()
    {
        var frames = new StackTrace(fNeedFileInfo: true).GetFrames();
        return new ForwardStack(new StackTrace(frames.SkipWhile(IsOurs)).ToString().TrimEnd());
    }

    /// <summary>A line for each frame, with file and line where the program has its debugging information.</summary>
    public override string ToString() => _frames;

    // A frame without a method is native code.
    private static bool IsOurs(StackFrame frame) =>
        DiagnosticMethodInfo.Create(frame) is not { } method
        || method.DeclaringAssemblyName == typeof(ForwardStack).Assembly.FullName;
}
