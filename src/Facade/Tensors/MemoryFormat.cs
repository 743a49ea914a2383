namespace LibTorch;

/// <summary>The order of a dense tensor's strides; <c>torch.memory_format</c>. The numbers are c10's.</summary>
public enum MemoryFormat
{
    /// <summary>Rows last.</summary>
    Contiguous = 0,

    /// <summary>As the source has it.</summary>
    Preserve = 1,

    /// <summary>Channels last, of four dimensions.</summary>
    ChannelsLast = 2,

    /// <summary>Channels last, of five dimensions.</summary>
    ChannelsLast3d = 3,
}
