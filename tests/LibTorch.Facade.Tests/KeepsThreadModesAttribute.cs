using System.Reflection;
using System.Runtime.InteropServices;
using Xunit.v3;

[assembly: LibTorch.Tests.KeepsThreadModes]

namespace LibTorch.Tests;

/// <summary>Fails a test that leaves a mode of its thread changed, as otherwise a later test on that thread would fail instead.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed unsafe class KeepsThreadModesAttribute : BeforeAfterTestAttribute
{
    [ThreadStatic]
    private static (int Thread, string Modes) _before;

    private static readonly (nint Enter, nint Leave) Nesting = NestingOfAutocast();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => _before = (Environment.CurrentManagedThreadId, Modes());

    // An asynchronous test may end on another thread than it began on.
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (_before.Thread == Environment.CurrentManagedThreadId)
        {
            Assert.Equal(_before.Modes, Modes());
            Assert.Equal("grad True, inference False, autocast False in 0 blocks, device cpu", _before.Modes);
        }
    }

    private static string Modes() =>
        $"grad {Torch.IsGradEnabled()}, inference {Torch.IsInferenceModeEnabled()}, autocast {Torch.IsAutocastEnabled(Device.Cpu)} in {Blocks()} blocks, device {Torch.GetDefaultDevice()}";

    // libtorch counts autocast's blocks for each thread, and tells the count to who changes it.
    private static int Blocks()
    {
        _ = ((delegate* unmanaged<int>)Nesting.Enter)();
        return ((delegate* unmanaged<int>)Nesting.Leave)();
    }

    private static (nint Enter, nint Leave) NestingOfAutocast()
    {
        var library = NativeLibrary.Load(Torch.LibraryPath);
        return (NativeLibrary.GetExport(library, "_ZN2at8autocast17increment_nestingEv"), NativeLibrary.GetExport(library, "_ZN2at8autocast17decrement_nestingEv"));
    }
}
