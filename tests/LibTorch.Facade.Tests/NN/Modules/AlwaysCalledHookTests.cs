using LibTorch.NN;
using LibTorch.Tests.Operators;

namespace LibTorch.Tests.NN;

/// <summary>Forward hooks that run where the call fails, too; what Python has since 2.1.</summary>
[Collection(ProcessWideState.Name)]
public sealed class AlwaysCalledHookTests(PythonSession python)
{
    private const string Setup = """
        import torch.nn as nn, torch.nn.modules.module as M
        seen = []
        def note(name, then=None):
            def hook(m, given, output):
                seen.append(f"{name} {output is None}")
                if then: raise RuntimeError(then)
            return hook
        def run(*hooks, fails=True):
            m = nn.Linear(2, 2)
            for hook in hooks: hook(m)
            try: m(torch.ones(3 if fails else 2))
            except Exception as error: seen.append(str(error))
            return '; '.join(seen)
        """;

    [Theory]
    [InlineData("run(a(note('1'), always_call=True), a(note('2')), a(note('3'), always_call=True))")]
    [InlineData("run(a(note('1'), always_call=True), a(note('2')), a(note('3'), always_call=True), fails=False)")]
    [InlineData("run(a(note('1'), always_call=True), a(note('2', 'no')), a(note('3'), always_call=True), fails=False)")]
    [InlineData("run(a(note('1', 'first'), always_call=True), a(note('2', 'second'), always_call=True))")]
    [InlineData("run(a(note('1', 'first'), always_call=True), a(note('2', 'second'), always_call=True), fails=False)")]
    [InlineData("run(a(lambda m, i, o: i[0], always_call=True), a(note('2'), always_call=True))")]
    public void They_run_when_Pythons_run(string run)
    {
        List<string> seen = [];
        var module = new Linear(2, 2);
        Action<Module, Tensor, Tensor> Note(string name, string? then = null) => (_, _, output) =>
        {
            seen.Add($"{name} {(output is null ? "True" : "False")}");
            if (then is not null)
            {
                throw new TorchException(then);
            }
        };

        foreach (var hook in run[4..^1].Split("a(").Skip(1).Select(part => part.TrimEnd(' ', ',')))
        {
            var always = hook.Contains("always_call", StringComparison.Ordinal);
            var words = hook.Split('\'');
            if (words.Length == 1)
            {
                module.RegisterForwardHook((_, input, _) => input, alwaysCall: always);
            }
            else
            {
                module.RegisterForwardHook(Note(words[1], words.Length > 3 ? words[3] : null), alwaysCall: always);
            }
        }

        var fails = !run.Contains("fails=False", StringComparison.Ordinal);
        if (fails || run.Contains("'no'", StringComparison.Ordinal) || run.Contains("'first'", StringComparison.Ordinal))
        {
            seen.Add(Assert.Throws<TorchException>(() => module.Call(Torch.Ones(fails ? 3 : 2))).Message);
        }
        else
        {
            module.Call(Torch.Ones(2));
        }

        Needs.AtLeast(2, 1);
        Assert.Equal(python.Eval(run, Setup + "\ndef a(hook, **named): return lambda m: m.register_forward_hook(hook, **named)\n"), string.Join("; ", seen));
    }

    [Fact]
    public void Those_that_always_run_see_no_output_where_the_call_failed()
    {
        List<string> seen = [];
        var module = new Linear(2, 2);
        module.RegisterForwardHook((_, _, output) => seen.Add($"own {output is null}"), alwaysCall: true);
        module.RegisterForwardHook((_, _, _) => seen.Add("not this one"));
        using (Module.RegisterModuleForwardHook((_, _, output) => { seen.Add($"global {output is null}"); return null; }, alwaysCall: true))
        {
            Assert.Throws<TorchException>(() => module.Call(Torch.Ones(3)));
        }

        Assert.Equal(["global True", "own True"], seen);
    }
}
