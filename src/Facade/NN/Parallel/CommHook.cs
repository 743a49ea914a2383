namespace LibTorch.NN.Parallel;

/// <summary>How the ranks' gradients go over the network; <c>torch.distributed.algorithms.ddp_comm_hooks.default_hooks</c>.</summary>
public enum CommHook
{
    /// <summary>As float16, in half the bytes; <c>fp16_compress_hook</c>. The backend has to add numbers of that dtype.</summary>
    Fp16Compress,
}
