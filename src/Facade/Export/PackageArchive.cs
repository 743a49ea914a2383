using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using LibTorch.Files;
using LibTorch.Files.Checkpoints;
using LibTorch.Interop;

namespace LibTorch.Export;

/// <summary>Checks a package before libtorch loads it, because machine code for another kind of machine would crash the process.</summary>
internal static class PackageArchive
{
    private const string Compiled = "data/aotinductor/";

    /// <exception cref="TorchFileException">The file is damaged, was not compiled, or was compiled for another kind of machine.</exception>
    public static void Check(FileBytes file, string model)
    {
        if (!ZipArchiveReader.IsZip(file))
        {
            throw new TorchFileException("The file is not a package of AOTInductor: it is not a zip archive.");
        }

        var budget = new FileBudget(file.Length);
        var members = ZipArchiveReader.Members(file, budget);
        var models = members.Keys.Select(ModelOf).OfType<string>().Distinct().ToList();
        if (models.Count == 0)
        {
            throw new TorchFileException(members.Keys.Any(IsExportedProgram)
                ? "The file has an exported program that was not compiled, which only Python can run. torch._inductor.aoti_compile_and_package makes a package of it."
                : "The file is a zip archive, but not a package of AOTInductor.");
        }

        if (!models.Contains(model))
        {
            throw new TorchFileException($"The package has no model '{model}'. It has {string.Join(", ", models.Select(one => $"'{FileText.Short(one)}'"))}.");
        }

        foreach (var (name, member) in members.Where(member => ModelOf(member.Key) == model))
        {
            if (name.EndsWith("_metadata.json", StringComparison.Ordinal))
            {
                CheckMachine(member.Read(file, name, budget));
            }
            else
            {
                // Loading damaged machine code would crash the process.
                member.Check(file, name, budget);
            }
        }
    }

    private static string? ModelOf(string name)
    {
        var begin = name.IndexOf(Compiled, StringComparison.Ordinal);
        var end = begin < 0 ? -1 : name.IndexOf('/', begin + Compiled.Length);
        return end < 0 ? null : name[(begin + Compiled.Length)..end];
    }

    private static bool IsExportedProgram(string name) =>
        name.EndsWith("serialized_exported_program.json", StringComparison.Ordinal) || (name.Contains("models/", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal));

    private static void CheckMachine(byte[] json)
    {
        var notes = Notes(json);
        var machine = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => "x86_64", Architecture.Arm64 => "aarch64", var other => other.ToString().ToLowerInvariant() };
        Require("AOTI_PLATFORM", "system", "linux", other => other == "linux");
        Require("AOTI_MACHINE", "machine", machine, other => other == machine || (other == "arm64" && machine == "aarch64"));
        Require("AOTI_CPU_ISA", "processor", "one with less", IsSupported);
        if (notes.GetValueOrDefault("AOTI_DEVICE_KEY") == "cuda")
        {
            CudaCalls.Require();
        }

        void Require(string note, string what, string here, Func<string, bool> fits)
        {
            if (notes.GetValueOrDefault(note) is { } wanted && !fits(wanted))
            {
                throw new TorchFileException($"The package was compiled for another {what}: {FileText.Short(wanted)}. This is {here}.");
            }
        }
    }

    private static bool IsSupported(string instructions) =>
        (!instructions.Contains("AVX512", StringComparison.Ordinal) || Avx512F.IsSupported) && (!instructions.Contains("AVX2", StringComparison.Ordinal) || Avx2.IsSupported);

    private static Dictionary<string, string> Notes(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateObject().Where(note => note.Value.ValueKind == JsonValueKind.String).ToDictionary(note => note.Name, note => note.Value.GetString()!);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new TorchFileException("The package is damaged: its description of the machine that it was compiled for cannot be read.", error);
        }
    }
}
