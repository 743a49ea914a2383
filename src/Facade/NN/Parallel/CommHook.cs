namespace LibTorch.NN.Parallel;

/// <summary>How gradients are sent between ranks; <c>torch.distributed.algorithms.ddp_comm_hooks.default_hooks</c>.</summary>
public enum CommHook
{
    /// <summary>As float16, in half the bytes; <c>fp16_compress_hook</c>. The backend has to add numbers of that dtype.</summary>
    Fp16Compress,
}
