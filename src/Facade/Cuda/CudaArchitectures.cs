using System.Globalization;
using System.Text.RegularExpressions;

namespace LibTorch;

/// <summary>
/// The GPU architectures that libtorch has kernels for, read from its build configuration. PyTorch has this list compiled in.
/// </summary>
internal static partial class CudaArchitectures
{
    private static int _told;

    /// <summary>
    /// The architectures in the build configuration: <c>sm_80</c> stands for compiled kernels, <c>compute_90</c> for PTX that the driver
    /// compiles.
    /// </summary>
    public static IReadOnlyList<string> In(string config) => [.. Codes().Matches(config).SelectMany(match => match.Groups[1].Value.Split(',')).Distinct()];

    /// <summary>nvcc's options for a list of architectures.</summary>
    public static string GencodeFlags(IEnumerable<string> architectures) => string.Join(' ', architectures.Select(architecture =>
    {
        var (kind, number) = Split(architecture);
        return $"-gencode compute=compute_{number},code={kind}_{number}";
    }));

    /// <summary>Warns about each device that libtorch has no kernels for. Only the first call warns.</summary>
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

    /// <summary>The warning for a device that none of the architectures supports; null if one does.</summary>
    public static string? Unsupported(string name, (int Major, int Minor) capability, IReadOnlyList<string> architectures)
    {
        // Compiled kernels run on all devices of their major version. With an empty list nothing is known, so there is no warning.
        var isSupported = architectures.Count == 0
            || architectures.Where(each => each.StartsWith("sm_", StringComparison.Ordinal)).Any(each => Number(each) / 10 == capability.Major);
        return isSupported ? null : $"""

            {name} with CUDA capability sm_{(capability.Major * 10) + capability.Minor} is not compatible with the current PyTorch installation.
            The current PyTorch install supports CUDA capabilities {string.Join(' ', architectures)}.
            If you want to use the {name} GPU with PyTorch, please check the instructions at https://pytorch.org/get-started/locally/

            """;
    }

    // Some architectures end in a letter (sm_90a), which means that their kernels do not run on later devices.
    private static int Number(string architecture) => int.Parse(Split(architecture).Number.TrimEnd('a', 'f'), CultureInfo.InvariantCulture);

    private static (string Kind, string Number) Split(string architecture)
    {
        var place = architecture.IndexOf('_', StringComparison.Ordinal);
        return (architecture[..place], architecture[(place + 1)..]);
    }

    // "code=" is followed by one architecture, or by several in brackets.
    [GeneratedRegex(@"code=\[?((?:(?:sm|compute)_[0-9]+[af]?,?)+)")]
    private static partial Regex Codes();
}
