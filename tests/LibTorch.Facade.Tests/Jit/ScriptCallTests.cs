using LibTorch.Jit;
using LibTorch.Optim;
using LibTorch.Tests.Files;

namespace LibTorch.Tests.Jit;

/// <summary>Methods of TorchScript take and give what they do in Python, and fail in its words.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ScriptCallTests(PythonSession python) : IDisposable
{
    private readonly SavedScripts _scripts = new();

    private static readonly Dictionary<string, Func<ScriptModule, object?>> Calls = new()
    {
        ["m(torch.ones(3))"] = m => m.Call(Torch.Ones(3)),
        ["m.forward(torch.ones(3), 3, True)"] = m => m.Invoke("forward", Torch.Ones(3), 3, true),
        ["m.forward(torch.ones(3), flag=True, scale=1.5)"] = m => m.Invoke("forward", [Torch.Ones(3)], new Dictionary<string, object?> { ["flag"] = true, ["scale"] = 1.5f }),
        ["m.tensors([torch.ones(2), torch.zeros(1)])"] = m => m.Invoke("tensors", new[] { Torch.Ones(2), Torch.Zeros(1) }.ToList()),
        ["m.tensors((torch.ones(2),))"] = m => m.Invoke("tensors", ValueTuple.Create(Torch.Ones(2))),
        ["m.tensors([])"] = m => m.Invoke("tensors", new List<Tensor>()),
        ["m.both(torch.ones(2), 2)"] = m => m.Invoke("both", Torch.Ones(2), 2L),
        ["m.three('ä', 3.0, False)"] = m => m.Invoke("three", "ä", 3.0, false),
        ["m.maybe()"] = m => m.Invoke("maybe"),
        ["m.maybe(None, 3)"] = m => m.Invoke("maybe", null, 3),
        ["m.maybe(torch.ones(2), 3)"] = m => m.Invoke("maybe", Torch.Ones(2), 3),
        ["m.looked_up({'a': torch.ones(2)}, 'a')"] = m => m.Invoke("looked_up", new Dictionary<string, Tensor> { ["a"] = Torch.Ones(2) }, "a"),
        ["m.numbers({1: 0.5, 7: 1.0}, [7, 1], [2.0], [True])"] = m => m.Invoke("numbers", new OrderedDictionary<int, double> { [1] = 0.5, [7] = 1 }, new[] { 7, 1 }, new[] { 2.0 }, new[] { true }),
        ["m.texts(['x'])"] = m => m.Invoke("texts", new List<string> { "x" }),
        ["m.nested([('a', [1, 2]), ('b', [])])"] = m => m.Invoke("nested", new List<(string, int[])> { ("a", [1, 2]), ("b", []) }),
        ["m.pair((torch.ones(2), 3))"] = m => m.Invoke("pair", (Torch.Ones(2), 3)),
        ["m.anything(1)"] = m => m.Invoke("anything", 1),
        ["m.anything([1, 2])"] = m => m.Invoke("anything", new List<int> { 1, 2 }),
        ["m.anything({'a': ('b', None, 1j)})"] = m => m.Invoke("anything", new Dictionary<string, object> { ["a"] = ("b", (object?)null, System.Numerics.Complex.ImaginaryOne) }),
        ["m.union('a')"] = m => m.Invoke("union", "a"),
        ["m.union(7)"] = m => m.Invoke("union", 7),
        ["m.made(2, torch.int32, torch.device('cpu'))"] = m => m.Invoke("made", 2, DType.Int32, Device.Cpu),
        ["m.raising(1)"] = m => m.Invoke("raising", 1),
        ["[m.counted().item(), m.counted().item(), m.number, m.count.item()]"] = m =>
            new List<object?> { m.Invoke<Tensor>("counted").Item<long>(), m.Invoke<Tensor>("counted").Item<long>(), m.GetAttribute("number"), m.GetBuffer("count").Item<long>() },
        ["(m.number, m.rate, m.name, m.names, m.table, m.absent, m.training)"] = m => new[] { "number", "rate", "name", "names", "table", "absent", "training" }.Select(m.GetAttribute).ToArray(),
        ["[m.forward.schema.name if hasattr(m.forward, 'schema') else 'forward', m.original_name]"] = m => new List<object?> { "forward", m.OriginalName },
    };

    private static readonly Dictionary<string, Func<ScriptModule, object?>> Failures = new()
    {
        ["m()"] = m => m.Invoke("forward"),
        ["m(torch.ones(3), 1.0, True, 4)"] = m => m.Invoke("forward", Torch.Ones(3), 1.0, true, 4),
        ["m(torch.ones(3), other=1)"] = m => m.Invoke("forward", [Torch.Ones(3)], new Dictionary<string, object?> { ["other"] = 1 }),
        ["m(torch.ones(2))"] = m => m.Call(Torch.Ones(2)),
        ["m(torch.ones(3), 'a')"] = m => m.Invoke("forward", Torch.Ones(3), "a"),
        ["m.both(torch.ones(2), 1.5)"] = m => m.Invoke("both", Torch.Ones(2), 1.5),
        ["m.tensors(None)"] = m => m.Invoke("tensors", new object?[] { null }),
        ["m.texts(7)"] = m => m.Invoke("texts", 7),
        ["m.raising(2)"] = m => m.Invoke("raising", 2),
        ["m.looked_up({'a': torch.ones(2)}, 'b')"] = m => m.Invoke("looked_up", new Dictionary<string, Tensor> { ["a"] = Torch.Ones(2) }, "b"),
        ["m.missing(1)"] = m => m.Invoke("missing", 1),
    };

    public static TheoryData<string> CallNames => [.. Calls.Keys];

    public static TheoryData<string> FailureNames => [.. Failures.Keys];

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [MemberData(nameof(CallNames))]
    public void A_call_gives_what_it_gives_in_Python(string call)
    {
        var module = _scripts.LoadMethods(python);
        Assert.Equal(python.Eval($"text({call})", _scripts.SetupWithMethods), ValueText.Of(Calls[call](module)));
    }

    [Theory]
    [MemberData(nameof(FailureNames))]
    public void A_call_fails_in_Pythons_words(string call)
    {
        var module = _scripts.LoadMethods(python);
        var (_, expected) = python.Error(call, _scripts.SetupWithMethods);
        var error = Assert.ThrowsAny<TorchException>(() => Failures[call](module));

        // Python shows the argument and how its own conversion failed, which nothing here has.
        var told = expected.Split('\n').Where(line => !line.StartsWith("Value: ", StringComparison.Ordinal) && !line.StartsWith("Cast error details: ", StringComparison.Ordinal) && !line.StartsWith(" Python error details: ", StringComparison.Ordinal));
        Assert.Equal(string.Join('\n', told), error.Message);
    }

    [Fact]
    public void Results_are_converted_to_what_is_asked_for()
    {
        var module = _scripts.LoadMethods(python);
        var (x, n) = module.Invoke<Tensor, int>("both", Torch.Ones(2), 2);
        Assert.Equal("tensor([3., 3.]) 5", $"{x} {n}");
        Assert.Equal(("a!", 0.5f, true), module.Invoke<string, float, bool>("three", "a", 1.0, false));
        Assert.Equal(2, module.Invoke<Tensor[]>("tensors", new[] { Torch.Ones(1), Torch.Ones(1) }.ToList()).Length);
        Assert.Equal(["x", "a", "b"], module.Invoke<IReadOnlyList<string>>("texts", new List<string> { "x" }));
        Assert.Null(module.Invoke<Tensor?>("maybe"));
        Assert.Single(module.Invoke<Dictionary<string, Tensor>>("looked_up", new Dictionary<string, Tensor> { ["a"] = Torch.Ones(2) }, "a"));
        Assert.Contains("a tuple", Assert.Throws<InvalidCastException>(() => module.Invoke<Tensor>("both", Torch.Ones(2), 2)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidCastException>(() => module.Invoke<Tensor, int, int>("both", Torch.Ones(2), 2));
        Assert.Throws<InvalidCastException>(() => module.Invoke<long[]>("texts", new List<string> { "x" }));
    }

    [Fact]
    public void Arguments_that_have_no_counterpart_or_no_end_are_refused()
    {
        var module = _scripts.LoadMethods(python);
        Assert.Throws<ArgumentException>(() => module.Invoke("anything", new Version(1, 2)));
        List<object?> endless = [];
        endless.AddRange([endless, endless]);
        Assert.Throws<ArgumentException>(() => module.Invoke("anything", endless));
        object deep = 1;
        for (var i = 0; i < 1000; i++)
        {
            deep = new List<object> { deep };
        }

        Assert.Throws<ArgumentException>(() => module.Invoke("anything", deep));
        Assert.Throws<ArgumentNullException>(() => module.Invoke(null!));
        Assert.Equal(true, module.Invoke("anything", 1));
    }

    [Fact]
    public void Attributes_are_set_and_checked()
    {
        var module = _scripts.LoadMethods(python);
        module.SetAttribute("number", 40);
        module.SetAttribute("table", new Dictionary<string, int> { ["z"] = 3 });
        module.SetAttribute("absent", 5);
        Assert.Equal(42L, module.Invoke<Tensor, long>("both", Torch.Ones(1), 2).Second);
        Assert.Equal("{'z': 3}", ((StateDictionary)module.GetAttribute("table")!).ToString());
        Assert.Equal(5L, module.GetAttribute("absent"));
        Assert.Throws<ArgumentException>(() => module.SetAttribute("number", "a"));
        Assert.Throws<TorchException>(() => module.SetAttribute("missing", 1));
        Assert.Throws<TorchException>(() => module.GetAttribute("missing"));
    }

    [Fact]
    public void Modes_are_those_of_the_compiled_code()
    {
        var module = _scripts.LoadMethods(python);
        Assert.True(module.Training);
        module.Eval();
        Assert.Equal(false, module.GetAttribute("training"));
        module.SetAttribute("training", true);
        Assert.True(module.Training);
    }

    [Theory]
    [InlineData("forward")]
    [InlineData("nested")]
    public void Code_and_schema_are_Pythons(string method)
    {
        var module = _scripts.LoadMethods(python);
        Assert.Equal(python.Eval($"m.{method}.code", _scripts.SetupWithMethods), module.Code(method));

        // Python's classes have a number in their names where one was loaded before.
        Assert.Equal(
            python.Eval($"re.sub(r'___torch_mangle_\\d+\\.', '', str(m.{method}.schema))", $"import re\n{_scripts.SetupWithMethods}"), module.Schema(method));
        Assert.Contains(method, module.MethodNames);
    }
}
