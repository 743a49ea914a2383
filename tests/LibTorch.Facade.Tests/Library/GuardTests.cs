using System.Globalization;
using System.Reflection;
using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Tests.Library;

using Utils = LibTorch.NN.Utils;

/// <summary>All types whose Dispose ends a block: made by default or copied they have nothing to end, whatever is open around them.</summary>
[Collection(ProcessWideState.Name)]
public sealed class GuardTests(PythonSession python)
{
    // What each does in a block, so that what it undoes can be seen. CUDA's have their own test.
    private static readonly Dictionary<Type, Action> Checks = new()
    {
        [typeof(GradMode)] = () => Check(Torch.NoGrad, static (ref guard) => guard.Dispose(), Torch.IsGradEnabled),
        [typeof(InferenceModeGuard)] = () => Check(() => Torch.InferenceMode(), static (ref guard) => guard.Dispose(), Torch.IsInferenceModeEnabled),
        [typeof(AutocastGuard)] = () => Check(() => Torch.Autocast("cpu", DType.BFloat16), static (ref guard) => guard.Dispose(), () => Torch.IsAutocastEnabled("cpu")),
        [typeof(DefaultDeviceGuard)] = () => Check(() => Torch.OnDevice("meta"), static (ref guard) => guard.Dispose(), () => Torch.GetDefaultDevice()),
        [typeof(DualLevel)] = () => Check(Torch.Autograd.ForwardAD.DualLevel, static (ref guard) => guard.Dispose(), () => ForwardLevels.Current),
        [typeof(SavedTensorsHooks)] = () => Check(() => Hooks("a"), static (ref guard) => guard.Dispose(), WhoPacks),
        [typeof(SavedTensorsHooksDisabled)] = () => Check(() => Torch.Autograd.Graph.DisableSavedTensorsHooks("no"), static (ref guard) => guard.Dispose(), HookCalls.SavingDisabled),
        [typeof(TensorScope)] = () => Check(() => new TensorScope(), static (ref guard) => guard.Dispose(), () => TensorPool.Current.Frame is not null),
        [typeof(OperatorCall)] = () => Check(() => new OperatorCall(Torch.Ops["aten::cat"], 2), static (ref call) => call.Dispose(), () => Arena.Current.Top.Used),
        [typeof(CachedParametrizations)] = () => Check(Utils.Parametrize.Cached, static (ref guard) => guard.Dispose(), () => ParametrizationCache.Current is not null),
        [typeof(RngFork)] = () => CheckNothing(static (ref RngFork guard) => guard.Dispose()),
        [typeof(CudaDeviceGuard)] = () => CheckNothing(static (ref CudaDeviceGuard guard) => guard.Dispose()),
        [typeof(CudnnFlags)] = () => Check(() => Torch.Backends.Cudnn.Flags(deterministic: true), static (ref guard) => guard.Dispose(), () => Torch.Backends.Cudnn.Deterministic),
        [typeof(LibTorch.NN.Parallel.NoSyncGuard)] = () => CheckNothing(static (ref LibTorch.NN.Parallel.NoSyncGuard guard) => guard.Dispose()),
        [typeof(NvtxRange)] = () => CheckNothing(static (ref NvtxRange guard) => guard.Dispose()),
        [typeof(CudaStreamGuard)] = () => CheckNothing(static (ref CudaStreamGuard guard) => guard.Dispose()),
    };

    private static readonly List<string> _packed = [];

    private delegate void End<T>(ref T guard)
        where T : allows ref struct;

    public static TheoryData<string> Names => [.. Guards.Select(type => type.Name)];

    private static Type[] Guards => [.. typeof(Torch).Assembly.GetExportedTypes().Where(type => type.IsValueType && type.GetMethod("Dispose", BindingFlags.Public | BindingFlags.Instance, []) is not null)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_default_one_and_a_copy_end_nothing(string name) => Checks[Guards.Single(type => type.Name == name)]();

    [Fact]
    public void None_is_left_out() => Assert.Equal(Guards.Select(type => type.Name).Order(), Checks.Keys.Select(type => type.Name).Order());

    [Fact]
    public void A_condition_may_choose_between_one_and_none()
    {
        for (var i = 0; i < 4; i++)
        {
            using (var mode = i % 2 == 0 ? Torch.NoGrad() : default)
            {
                Assert.Equal(i % 2 == 1, Torch.IsGradEnabled());
            }

            Assert.True(Torch.IsGradEnabled());
        }
    }

    // SetGradEnabled is meant to stay: what tells of its blocks must not grow with every call, nor be lost for those around.
    [Fact]
    public void Blocks_that_never_end_leave_the_others_alone()
    {
        using (Torch.NoGrad())
        {
            var outer = Torch.EnableGrad();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10_000; i++)
            {
                Torch.SetGradEnabled(i % 2 == 0);
                using (Torch.EnableGrad())
                {
                }
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000 * 20);
            outer.Dispose();
            Assert.False(Torch.IsGradEnabled());
        }

        Assert.True(Torch.IsGradEnabled());
    }

    [Fact]
    public void A_block_allocates_nothing()
    {
        for (var i = 0; i < 2; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var j = 0; j < 1000; j++)
            {
                using (Torch.NoGrad())
                using (Torch.InferenceMode())
                using (Torch.Autocast(Device.Cpu, DType.BFloat16))
                {
                }
            }

            // The first time a thread gets its places.
            Assert.True(i == 0 || GC.GetAllocatedBytesForCurrentThread() == before);
        }
    }

    [Fact]
    public void On_a_device_too()
    {
        Assert.SkipUnless(Torch.Cuda.IsAvailable(), "there is no CUDA device");
        Check(() => Torch.Cuda.Device(Torch.Cuda.DeviceCount() - 1), static (ref guard) => guard.Dispose(), () => Torch.Cuda.CurrentDevice(), changes: Torch.Cuda.DeviceCount() > 1);
        using var stream = Torch.Cuda.NewStream();
        Check(() => Torch.Cuda.Stream(stream), static (ref guard) => guard.Dispose(), () => Torch.Cuda.CurrentStream().Id);
    }

    [Fact]
    public void The_process_wide_mode_ends_once()
    {
        var mode = Torch.Autograd.DetectAnomaly();
        mode.Dispose();
        using (Torch.Autograd.DetectAnomaly())
        {
            mode.Dispose();
            Assert.True(Torch.Autograd.IsAnomalyEnabled());
        }

        Assert.False(Torch.Autograd.IsAnomalyEnabled());
    }

    // The outer block ends before the inner one: nothing in C# forbids it, and Python has an answer for it.
    [Fact]
    public void Out_of_order_they_do_what_Pythons_do()
    {
        SameOutOfOrder(Torch.NoGrad, Torch.EnableGrad, static (ref guard) => guard.Dispose(), () => Torch.IsGradEnabled(), "torch.no_grad(), torch.enable_grad()", "torch.is_grad_enabled()");
        SameOutOfOrder(
            () => Torch.InferenceMode(), () => Torch.InferenceMode(false), static (ref guard) => guard.Dispose(), () => Torch.IsInferenceModeEnabled(),
            "torch.inference_mode(), torch.inference_mode(False)", "torch.is_inference_mode_enabled()");
        SameOutOfOrder(
            () => Torch.Autocast("cpu", DType.BFloat16), () => Torch.Autocast("cpu", enabled: false), static (ref guard) => guard.Dispose(), () => Torch.IsAutocastEnabled("cpu"),
            "torch.autocast('cpu', torch.bfloat16), torch.autocast('cpu', enabled=False)", "torch.is_autocast_cpu_enabled()");
        SameOutOfOrder(() => Hooks("a"), () => Hooks("b"), static (ref guard) => guard.Dispose(), WhoPacks, "hooks('a'), hooks('b')", "who()");
    }

    // On threads of their own, as what stays behind belongs to the thread here and in Python.
    private void SameOutOfOrder<T>(Func<T> outer, Func<T> inner, End<T> end, Func<object> state, string pythonBlocks, string pythonState)
        where T : allows ref struct
    {
        List<object> states = [];
        OwnThread.Run(() =>
        {
            var first = outer();
            states.Add(state());
            var second = inner();
            states.Add(state());
            end(ref first);
            states.Add(state());
            end(ref second);
            states.Add(state());
        });
        var expected = python.Run($"""
            import threading
            packed = []
            def hooks(name):
                return torch.autograd.graph.saved_tensors_hooks(lambda x: (packed.append(name), x)[1], lambda x: x)
            def who():
                packed.clear()
                torch.ones(1, requires_grad=True).exp()
                return ''.join(packed)
            def run():
                outer, inner = {pythonBlocks}
                for step in (outer.__enter__, inner.__enter__, lambda: outer.__exit__(None, None, None), lambda: inner.__exit__(None, None, None)):
                    step()
                    print({pythonState})
            thread = threading.Thread(target=run)
            thread.start()
            thread.join()
            """);
        Assert.Equal(expected.TrimEnd('\n'), string.Join('\n', states.Select(item => Convert.ToString(item, CultureInfo.InvariantCulture))).TrimEnd('\n'));
    }

    private static void Check<T>(Func<T> enter, End<T> end, Func<bool> state)
        where T : allows ref struct => Check(enter, end, () => (object)state());

    private static void Check<T>(Func<T> enter, End<T> end, Func<object?> state, bool changes = true)
        where T : allows ref struct
    {
        var outside = state();
        CheckNothing(end);
        Assert.Equal(outside, state());

        var guard = enter();
        var copy = guard;
        var inside = state();
        Assert.Equal(!changes, Equals(outside, inside));
        CheckNothing(end);
        Assert.Equal(inside, state());
        end(ref copy);
        Assert.Equal(outside, state());
        end(ref guard);
        Assert.Equal(outside, state());

        // The next block stands where the first one stood.
        var next = enter();
        end(ref guard);
        end(ref copy);
        Assert.Equal(inside, state());
        end(ref next);
        Assert.Equal(outside, state());
    }

    private static void CheckNothing<T>(End<T> end)
        where T : allows ref struct
    {
        var nothing = default(T)!;
        end(ref nothing);
        end(ref nothing);
    }

    private static SavedTensorsHooks Hooks(string name) => Torch.Autograd.Graph.SavedTensorsHooks(
        tensor =>
        {
            _packed.Add(name);
            return tensor;
        },
        tensor => tensor);

    private static string WhoPacks()
    {
        _packed.Clear();
        using var x = Torch.Ones([1], requiresGrad: true);
        using var y = x.Exp();
        return string.Concat(_packed);
    }
}
