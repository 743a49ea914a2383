using System.Globalization;
using System.Text.RegularExpressions;

namespace LibTorch;

/// <summary>What kinds of GPU libtorch has kernels for, as the settings of its compilation tell; what PyTorch has compiled in.</summary>
internal static partial class CudaArchitectures
{
    private static int _told;

    /// <summary>Such as <c>sm_80</c>, whose kernels are there, and <c>compute_90</c>, for which the driver compiles them.</summary>
    public static IReadOnlyList<string> In(string config) => [.. Codes().Matches(config).SelectMany(match => match.Groups[1].Value.Split(',')).Distinct()];

    /// <summary>The compiler's options that a list of architectures stands for.</summary>
    public static string GencodeFlags(IEnumerable<string> architectures) => string.Join(' ', architectures.Select(architecture =>
    {
        var (kind, number) = Split(architecture);
        return $"-gencode compute=compute_{number},code={kind}_{number}";
    }));

    /// <summary>Warns, once, of each device that libtorch has no kernels for.</summary>
    public static void WarnOfUnsupportedDevices()
    {
        if (Interlocked.Exchange(ref _told, 1) != 0)
        {
            return;
        }

        var all = Torch.Cuda.GetArchList();
        for (var index = 0; index < Torch.Cuda.DeviceCount(); index++)
        {
            var device = new Device(DeviceType.Cuda, index);
            if (Unsupported(Torch.Cuda.GetDeviceName(device), Torch.Cuda.GetDeviceCapability(device), all) is { } warning)
            {
                Warnings.Warn(warning);
            }
        }
    }

    /// <summary>What is said of a device that none of the architectures is for; null where one is.</summary>
    public static string? Unsupported(string name, (int Major, int Minor) capability, IReadOnlyList<string> architectures)
    {
        // Kernels run on all devices of their major version. Where the list is empty it cannot be told.
        var isSupported = architectures.Count == 0
            || architectures.Where(each => each.StartsWith("sm_", StringComparison.Ordinal)).Any(each => Number(each) / 10 == capability.Major);
        return isSupported ? null : $"""

            {name} with CUDA capability sm_{(capability.Major * 10) + capability.Minor} is not compatible with the current PyTorch installation.
            The current PyTorch install supports CUDA capabilities {string.Join(' ', architectures)}.
            If you want to use the {name} GPU with PyTorch, please check the instructions at https://pytorch.org/get-started/locally/

            """;
    }

    // Some have a letter behind, which says that they are for no later device.
    private static int Number(string architecture) => int.Parse(Split(architecture).Number.TrimEnd('a', 'f'), CultureInfo.InvariantCulture);

    private static (string Kind, string Number) Split(string architecture)
    {
        var place = architecture.IndexOf('_', StringComparison.Ordinal);
        return (architecture[..place], architecture[(place + 1)..]);
    }

    // One, or several in brackets.
    [GeneratedRegex(@"code=\[?((?:(?:sm|compute)_[0-9]+[af]?,?)+)")]
    private static partial Regex Codes();
}
