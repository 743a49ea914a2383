using System.CommandLine;

namespace LibTorch.Tool;

/// <summary>Reports the libtorch in use and its location, or why none can be used.</summary>
internal static class DoctorCommand
{
    public static Command Make()
    {
        Command doctor = new("doctor", "Say which libtorch is in use and from where, or why none can be; exit code 1 then.");
        doctor.SetAction(_ =>
        {
            var report = Torch.Doctor();
            Console.WriteLine(report);
            return report.IsWell ? ExitCodes.Done : ExitCodes.Differs;
        });
        return doctor;
    }
}
