namespace LibTorch;

/// <summary>
/// Modes for asynchronous bodies. The mode follows the body to whatever thread continues it after an await, and affects no other code.
/// </summary>
public abstract partial class Torch
{
    /// <summary>
    /// Runs an asynchronous body without recording: <c>await Torch.NoGrad(async () => ...)</c>; <c>torch.no_grad</c>. Tasks started inside
    /// are in the mode too.
    /// </summary>
    public static Task NoGrad(Func<Task> body) => Without(inference: false, enabled: false, body);

    /// <summary>Runs an asynchronous body without recording; <c>torch.no_grad</c>. Tasks started in it are in the mode too.</summary>
    public static Task<T> NoGrad<T>(Func<Task<T>> body) => ModeFlow.Run(inference: false, enabled: false, body);

    /// <summary>Runs an asynchronous body with recording; <c>torch.enable_grad</c>. Tasks started in it are in the mode too.</summary>
    public static Task EnableGrad(Func<Task> body) => Without(inference: false, enabled: true, body);

    /// <summary>Runs an asynchronous body with recording; <c>torch.enable_grad</c>. Tasks started in it are in the mode too.</summary>
    public static Task<T> EnableGrad<T>(Func<Task<T>> body) => ModeFlow.Run(inference: false, enabled: true, body);

    /// <summary>Runs an asynchronous body in inference mode; <c>torch.inference_mode</c>. Tasks started in it are in the mode too.</summary>
    public static Task InferenceMode(Func<Task> body) => Without(inference: true, enabled: true, body);

    /// <summary>Runs an asynchronous body in inference mode; <c>torch.inference_mode</c>. Tasks started in it are in the mode too.</summary>
    public static Task<T> InferenceMode<T>(Func<Task<T>> body) => ModeFlow.Run(inference: true, enabled: true, body);

    private static Task<bool> Without(bool inference, bool enabled, Func<Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return ModeFlow.Run(inference, enabled, async () =>
        {
            await body().ConfigureAwait(false);
            return true;
        });
    }
}
