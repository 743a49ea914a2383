using System.Globalization;
using System.Runtime.CompilerServices;

// Compiled into a script that is compared with its Python twin: the same initialization as prelude.py gives the twin.
file static class Prelude
{
    [ModuleInitializer]
    internal static void Run()
    {
        LibTorch.Torch.ManualSeed(long.Parse(Environment.GetEnvironmentVariable("LTF_PARITY_SEED")!, CultureInfo.InvariantCulture));
        LibTorch.Torch.SetPrintOptions(profile: "default");
    }
}
