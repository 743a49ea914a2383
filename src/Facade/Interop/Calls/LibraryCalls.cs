using System.Globalization;

namespace LibTorch.Interop;

/// <summary>Calls for settings and facts of libtorch as a whole.</summary>
internal static unsafe class LibraryCalls
{
    private static Version? _running;

    public static (string Version, string Path) Library()
    {
        NativeText version, path;
        NativeError.Check(Native.ltf_library(&version, &path));
        return (version.ToString(), path.ToString());
    }

    public static string Config()
    {
        NativeText config;
        NativeError.Check(Native.ltf_library_config(&config));
        return config.ToString();
    }

    /// <summary>The file of the allocator for tensors in host memory; empty where libtorch's own is used.</summary>
    public static string Allocator()
    {
        NativeText path;
        NativeError.Check(Native.ltf_allocator(&path));
        return path.ToString();
    }

    /// <summary>Whether libtorch has this version or a later one; for texts and rules that differ between versions.</summary>
    public static bool IsAtLeast(int major, int minor)
    {
        // Several threads may compute this at the same time; all get the same result, so no lock is needed.
        var running = _running ??= Running();
        return running.Major > major || (running.Major == major && running.Minor >= minor);
    }

    public static (int Type, int Index) ParseDevice(string text)
    {
        int type, index;
        fixed (byte* bytes = NativeText.Terminated(text))
        {
            NativeError.Check(Native.ltf_device_parse(bytes, &type, &index));
        }

        return (type, index);
    }

    public static string DeviceText(int type, int index)
    {
        NativeText text;
        NativeError.Check(Native.ltf_device_text(type, index, &text));
        return text.ToString();
    }

    public static void ManualSeed(ulong seed) => NativeError.Check(Native.ltf_manual_seed(seed));

    public static ulong InitialSeed()
    {
        ulong seed;
        NativeError.Check(Native.ltf_initial_seed(&seed));
        return seed;
    }

    public static int DefaultDType()
    {
        int dtype;
        NativeError.Check(Native.ltf_default_dtype(&dtype));
        return dtype;
    }

    public static void SetDefaultDType(int dtype) => NativeError.Check(Native.ltf_set_default_dtype(dtype));

    public static string MatmulPrecision()
    {
        NativeText text;
        NativeError.Check(Native.ltf_matmul_precision(&text));
        return text.ToString();
    }

    public static void SetMatmulPrecision(string precision)
    {
        fixed (byte* bytes = NativeText.Terminated(precision))
        {
            NativeError.Check(Native.ltf_set_matmul_precision(bytes));
        }
    }

    public static (bool Enabled, bool WarnOnly) Deterministic()
    {
        int enabled, warnOnly;
        NativeError.Check(Native.ltf_deterministic(&enabled, &warnOnly));
        return (enabled != 0, warnOnly != 0);
    }

    public static void SetDeterministic(bool enabled, bool warnOnly) => NativeError.Check(Native.ltf_set_deterministic(enabled ? 1 : 0, warnOnly ? 1 : 0));

    public static int Threads()
    {
        int count;
        NativeError.Check(Native.ltf_threads(&count));
        return count;
    }

    public static int InteropThreads()
    {
        int count;
        NativeError.Check(Native.ltf_interop_threads(&count));
        return count;
    }

    public static void SetThreads(int count) => NativeError.Check(Native.ltf_set_threads(count));

    public static nint EnterInferenceMode(bool enabled)
    {
        nint guard;
        NativeError.Check(Native.ltf_inference_mode_enter(enabled ? 1 : 0, &guard));
        return guard;
    }

    private static Version Running()
    {
        var parts = Library().Version.Split('.');
        return new Version(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
