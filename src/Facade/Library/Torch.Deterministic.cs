using LibTorch.Interop;

namespace LibTorch;

/// <summary>Process-wide settings for deterministic operators.</summary>
public abstract partial class Torch
{
    /// <summary>
    /// Makes operators use algorithms that give the same bits each time, and refuses operators that have none;
    /// <c>torch.use_deterministic_algorithms</c>.
    /// </summary>
    /// <param name="mode">Whether operators have to be deterministic.</param>
    /// <param name="warnOnly">Whether an operator without such an algorithm only warns, through <see cref="WarningRaised"/>.</param>
    public static void UseDeterministicAlgorithms(bool mode, bool warnOnly = false) => LibraryCalls.SetDeterministic(mode, warnOnly);

    /// <summary>Whether operators have to be deterministic; <c>torch.are_deterministic_algorithms_enabled</c>.</summary>
    public static bool AreDeterministicAlgorithmsEnabled() => LibraryCalls.Deterministic().Enabled;

    /// <summary>Whether nondeterministic operators only warn; <c>torch.is_deterministic_algorithms_warn_only_enabled</c>.</summary>
    public static bool IsDeterministicAlgorithmsWarnOnlyEnabled() => LibraryCalls.Deterministic().WarnOnly;

    /// <summary>
    /// Sets the mode by number: 0 for any algorithm, 1 for a warning, 2 for an error; <c>torch.set_deterministic_debug_mode</c>.
    /// </summary>
    /// <exception cref="TorchException">The number is another one.</exception>
    public static void SetDeterministicDebugMode(int debugMode)
    {
        if (debugMode is < 0 or > 2)
        {
            throw new TorchException($"invalid value of debug_mode, expected 0, 1, or 2, but got {PythonText.Integer(debugMode)}");
        }

        UseDeterministicAlgorithms(debugMode != 0, warnOnly: debugMode == 1);
    }

    /// <summary>Sets the mode by name: <c>default</c>, <c>warn</c> or <c>error</c>; <c>torch.set_deterministic_debug_mode</c>.</summary>
    /// <exception cref="TorchException">The name is another one.</exception>
    public static void SetDeterministicDebugMode(string debugMode)
    {
        ArgumentNullException.ThrowIfNull(debugMode);
        SetDeterministicDebugMode(debugMode switch
        {
            "default" => 0,
            "warn" => 1,
            "error" => 2,
            _ => throw new TorchException($"invalid value of debug_mode, expected one of `default`, `warn`, `error`, but got {debugMode}"),
        });
    }

    /// <summary>
    /// The mode: 0 for any algorithm, 1 where nondeterministic operators warn, 2 where they are refused;
    /// <c>torch.get_deterministic_debug_mode</c>.
    /// </summary>
    public static int GetDeterministicDebugMode() => LibraryCalls.Deterministic() switch
    {
        (false, _) => 0,
        (true, true) => 1,
        (true, false) => 2,
    };
}
