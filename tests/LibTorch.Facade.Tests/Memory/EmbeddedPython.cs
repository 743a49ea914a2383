using System.Runtime.InteropServices;
using System.Text;
using LibTorch.Interop;

namespace LibTorch.Tests.Memory;

/// <summary>Python in this process, on the same libtorch. It changes much of the process, so only a process of its own may start it.</summary>
internal static unsafe class EmbeddedPython
{
    private const int NowAndForAll = 0x102;

    /// <summary>The interpreter's library, or nothing where it is not installed.</summary>
    public static string Library(PythonSession python) =>
        python.Eval("next(filter(os.path.exists, [os.path.join(sysconfig.get_config_var('LIBDIR') or '', name) for name in (sysconfig.get_config_var('INSTSONAME') or '', 'libpython%d.%d.so.1.0' % sys.version_info[:2])] + [os.path.join('/usr/lib', sysconfig.get_config_var('MULTIARCH') or '', 'libpython%d.%d.so.1.0' % sys.version_info[:2])]), '')", "import os, sys, sysconfig");

    /// <summary>Starts it. Its extensions look for its functions among all that is loaded.</summary>
    public static nint Start(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            var library = Native.dlopen(name, NowAndForAll);
            Assert.NotEqual(0, library);
            ((delegate* unmanaged[Cdecl]<int, void>)NativeLibrary.GetExport(library, "Py_InitializeEx"))(0);
            return library;
        }
    }

    /// <summary>Lets other threads into the interpreter: at the process's end another one cleans up, and would wait for this one for ever.</summary>
    public static void Leave(nint library) => ((delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "PyEval_SaveThread"))();

    /// <summary>Runs a script in it; what it raises stands in the error output.</summary>
    public static void Run(nint library, string script)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(script + '\0'))
        {
            Assert.Equal(0, ((delegate* unmanaged[Cdecl]<byte*, int>)NativeLibrary.GetExport(library, "PyRun_SimpleString"))(text));
        }
    }
}
