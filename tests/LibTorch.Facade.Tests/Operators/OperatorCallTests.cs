using LibTorch.Interop;

namespace LibTorch.Tests.Operators;

/// <summary>Calls as code outside of the assembly makes them, by people who catch errors and go on.</summary>
public sealed class OperatorCallTests
{
    private static readonly Tensor _gone = Gone();

    private delegate void Act(ref OperatorCall call);

    // Each kind of argument that can be refused, half of it taken already where it has parts.
    private static readonly Dictionary<string, (string Operator, Act Refused)> Refused = new()
    {
        ["tensor"] = ("aten::neg", (ref call) => call.Add(_gone)),
        ["null"] = ("aten::neg", (ref call) => call.Add((Tensor)null!)),
        ["optional"] = ("aten::neg", (ref call) => call.AddOptional(_gone)),
        ["list"] = ("aten::cat", (ref call) => call.Add((ReadOnlySpan<Tensor?>)new[] { Torch.Ones(2), _gone, Torch.Ones(2) })),
        ["objects"] = ("aten::neg", (ref call) => call.Add((ReadOnlySpan<ScriptObject>)new ScriptObject[] { Torch.Ones(1).UntypedStorage(), null! })),
        ["object"] = ("aten::neg", (ref call) => call.Add((ScriptObject)null!)),
        ["generator"] = ("aten::neg", (ref call) => call.AddOptional(GoneGenerator())),
        ["device"] = ("aten::neg", (ref call) => call.Add((Device?)new Device(DeviceType.Cuda, 99))),
    };

    public static TheoryData<string> Kinds => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_a_refused_argument_the_call_goes_no_further(string kind)
    {
        var (name, refused) = Refused[kind];
        var top = Arena.Current.Top;
        var call = new OperatorCall(Torch.Ops[name], 2);
        AssertThrows<Exception>(ref call, refused);

        // What another call left in the same memory would be taken for an argument.
        AssertThrows<InvalidOperationException>(ref call, (ref broken) => broken.Add(0L));
        AssertThrows<InvalidOperationException>(ref call, (ref broken) => broken.Add(Torch.Ones(1)));
        AssertThrows<InvalidOperationException>(ref call, (ref broken) => broken.Invoke());
        AssertThrows<InvalidOperationException>(ref call, (ref broken) => broken.Result<Tensor>(0));
        call.Dispose();
        Assert.Equal(top, Arena.Current.Top);
    }

    [Fact]
    public void One_argument_too_many_is_refused_too()
    {
        var call = new OperatorCall(Torch.Ops["aten::neg"], 1);
        call.Add(Torch.Ones(1));
        AssertThrows<InvalidOperationException>(ref call, (ref full) => full.Add(Torch.Ones(1)));
        AssertThrows<InvalidOperationException>(ref call, (ref full) => full.Invoke());
        call.Dispose();
    }

    [Fact]
    public void A_call_is_made_once_and_ends_for_all_of_its_copies()
    {
        var top = Arena.Current.Top;
        var call = new OperatorCall(Torch.Ops["aten::neg"], 1);
        call.Add(Torch.Ones(1));
        call.Invoke();
        AssertThrows<InvalidOperationException>(ref call, (ref made) => made.Invoke());
        AssertThrows<InvalidOperationException>(ref call, (ref made) => made.Add(1L));
        Assert.Equal(-1f, call.Result<Tensor>(0).Item<float>());
        var copy = call;
        call.Dispose();
        Assert.Equal(top, Arena.Current.Top);
        using var next = new OperatorCall(Torch.Ops["aten::neg"], 1);
        AssertThrows<ObjectDisposedException>(ref copy, (ref over) => over.Add(1L));
        AssertThrows<ObjectDisposedException>(ref copy, (ref over) => over.Invoke());
        AssertThrows<InvalidOperationException>(ref copy, (ref over) => over.Result<Tensor>(0));
        var within = Arena.Current.Top;
        copy.Dispose();
        Assert.Equal(within, Arena.Current.Top);
    }

    [Fact]
    public void A_default_one_is_no_call()
    {
        OperatorCall nothing = default;
        AssertThrows<ObjectDisposedException>(ref nothing, (ref call) => call.Add(1L));
        AssertThrows<ObjectDisposedException>(ref nothing, (ref call) => call.Invoke());
        AssertThrows<InvalidOperationException>(ref nothing, (ref call) => call.Result<Tensor>(0));
        nothing.Dispose();
    }

    // A list of lists: the outer one is an argument only when the last inner one is whole.
    [Fact]
    public void A_frame_has_whole_arguments_only()
    {
        using var call = new CallFrame(Torch.Ops["aten::cat"], 3);
        call.Add(Torch.Ones(1));
        object?[] nested = [1L, new object?[] { 2L, new object() }];
        try
        {
            call.AddObject(nested);
            Assert.Fail("It has an argument that nothing is made of.");
        }
        catch (ArgumentException)
        {
        }

        Assert.Equal(1, call.Count);
        call.AddObject(new object?[] { 1L, new object?[] { 2L, 3L } });
        call.Add([1.0, 2.0]);
        Assert.Equal(3, call.Count);
    }

    private static void AssertThrows<T>(ref OperatorCall call, Act act)
        where T : Exception
    {
        try
        {
            act(ref call);
        }
        catch (T)
        {
            return;
        }

        Assert.Fail($"It does not throw {typeof(T).Name}.");
    }

    private static Tensor Gone()
    {
        var x = Torch.Ones(2);
        x.Dispose();
        return x;
    }

    private static LibTorch.Generator GoneGenerator()
    {
        LibTorch.Generator generator = new();
        generator.Dispose();
        return generator;
    }
}
