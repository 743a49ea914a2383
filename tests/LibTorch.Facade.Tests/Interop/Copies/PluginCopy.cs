namespace LibTorch.Tests.Interop;

/// <summary>The methods of <see cref="Plugin"/> in one load context, or where the tests themselves are.</summary>
internal sealed class PluginCopy(PluginContext? context = null)
{
    public Func<int> Calls { get; } = Of<Func<int>>(context, nameof(Plugin.Calls));

    public Func<nint> Leaf { get; } = Of<Func<nint>>(context, nameof(Plugin.Leaf));

    public Func<nint, float, nint> Work { get; } = Of<Func<nint, float, nint>>(context, nameof(Plugin.Work));

    public Func<nint, float, nint> Checkpoint { get; } = Of<Func<nint, float, nint>>(context, nameof(Plugin.Checkpoint));

    public Func<nint, nint, nint> Sum { get; } = Of<Func<nint, nint, nint>>(context, nameof(Plugin.Sum));

    public Action<nint> Backward { get; } = Of<Action<nint>>(context, nameof(Plugin.Backward));

    public Func<nint, float[]> Gradient { get; } = Of<Func<nint, float[]>>(context, nameof(Plugin.Gradient));

    public Action<nint, string, bool> FailingHook { get; } = Of<Action<nint, string, bool>>(context, nameof(Plugin.FailingHook));

    public Action<nint, Action, float> HookThat { get; } = Of<Action<nint, Action, float>>(context, nameof(Plugin.HookThat));

    public Func<nint, string> Outcome { get; } = Of<Func<nint, string>>(context, nameof(Plugin.Outcome));

    public Func<nint, string, string> Note { get; } = Of<Func<nint, string, string>>(context, nameof(Plugin.Note));

    public Func<nint, string> Noted { get; } = Of<Func<nint, string>>(context, nameof(Plugin.Noted));

    public Func<nint, nint> NanInBackward { get; } = Of<Func<nint, nint>>(context, nameof(Plugin.NanInBackward));

    public Func<nint, string> TraceOfAnomaly { get; } = Of<Func<nint, string>>(context, nameof(Plugin.TraceOfAnomaly));

    public Action Listen { get; } = Of<Action>(context, nameof(Plugin.Listen));

    public Action<int> Warn { get; } = Of<Action<int>>(context, nameof(Plugin.Warn));

    public Func<string[]> Warnings { get; } = Of<Func<string[]>>(context, nameof(Plugin.Warnings));

    public Func<Barrier, float> Tangent { get; } = Of<Func<Barrier, float>>(context, nameof(Plugin.Tangent));

    public Func<float, float> Derivative { get; } = Of<Func<float, float>>(context, nameof(Plugin.Derivative));

    public Action<nint, int> LeaveTraces { get; } = Of<Action<nint, int>>(context, nameof(Plugin.LeaveTraces));

    public Action WorkOn { get; } = Of<Action>(context, nameof(Plugin.WorkOn));

    private static T Of<T>(PluginContext? context, string name)
        where T : Delegate => context is null ? typeof(Plugin).GetMethod(name)!.CreateDelegate<T>() : context.Method<T>(name);
}
