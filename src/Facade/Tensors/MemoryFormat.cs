namespace LibTorch;

/// <summary>The order of a dense tensor's strides; <c>torch.memory_format</c>. The numbers are c10's.</summary>
public enum MemoryFormat
{
    /// <summary>Row-major: the last dimension has stride 1.</summary>
    Contiguous = 0,

    /// <summary>The strides of the source tensor.</summary>
    Preserve = 1,

    /// <summary>Channels last, for four dimensions (NHWC in memory).</summary>
    ChannelsLast = 2,

    /// <summary>Channels last, for five dimensions (NDHWC in memory).</summary>
    ChannelsLast3d = 3,
}
