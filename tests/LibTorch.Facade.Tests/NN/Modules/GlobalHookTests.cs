using LibTorch.NN;

namespace LibTorch.Tests.NN;

/// <summary>Hooks of all modules run where Python's run, and go when they are disposed of.</summary>
[Collection(ProcessWideState.Name)]
public sealed class GlobalHookTests(PythonSession python)
{
    [Fact]
    public void They_run_before_the_modules_own_in_Pythons_order()
    {
        Torch.ManualSeed(3);
        Sequential net = [new Linear(3, 2), new Tanh()];
        var x = Torch.Randn(5, 3, requiresGrad: true);
        List<string> order = [];
        Tensor output;
        using (Module.RegisterModuleForwardPreHook((module, input) =>
        {
            order.Add($"pre {module.GetType().Name}");
            return module is Tanh ? (Tensor)input! * 2 : null;
        }))
        using (Module.RegisterModuleForwardHook((module, _, given) =>
        {
            order.Add($"after {module.GetType().Name}");
            return module is Tanh ? (Tensor)given! + 1 : null;
        }))
        using (Module.RegisterModuleFullBackwardHook((module, _, _) =>
        {
            order.Add($"back {module.GetType().Name}");
            return null;
        }))
        {
            net[1].RegisterForwardHook((_, _, _) => order.Add("own"));
            output = net.Call(x);
            output.Sum().Backward();
        }

        const string Setup = """
            import torch.nn as nn, torch.nn.modules.module as M
            torch.manual_seed(3)
            net = nn.Sequential(nn.Linear(3, 2), nn.Tanh())
            x = torch.randn(5, 3, requires_grad=True)
            order = []
            def pre(m, i):
                order.append(f'pre {type(m).__name__}')
                return i[0] * 2 if isinstance(m, nn.Tanh) else None
            def after(m, i, o):
                order.append(f'after {type(m).__name__}')
                return o + 1 if isinstance(m, nn.Tanh) else None
            def back(m, gi, go): order.append(f'back {type(m).__name__}')
            handles = [M.register_module_forward_pre_hook(pre), M.register_module_forward_hook(after), M.register_module_full_backward_hook(back)]
            net[1].register_forward_hook(lambda *a: order.append('own'))
            try:
                out = net(x)
                out.sum().backward()
            finally:
                for h in handles: h.remove()
            """;
        Parity.Same(python, "[out, x.grad]", [output, x.Grad!], Setup);
        Assert.Equal(python.Eval("'; '.join(order)", Setup), string.Join("; ", order));
        var count = order.Count;
        _ = ((Linear)net[0]).Call(x);
        Assert.Equal(count, order.Count);
    }
}
