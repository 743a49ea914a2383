using System.Text.Json;

namespace LibTorch.Tests.GpuCheck;

public sealed partial class CheckFolderTests
{
    // The stand-in's Python has no devices, and it has neither time nor asserts of its own.
    private static readonly string[] Probes = ["first-tensor", "pinning-first", "full-device", "callbacks", "endings", "unseeded", "two-devices"];

    // So it is told that they can be good, and that what they ask makes sense.
    [Fact]
    public void The_probes_of_a_device_are_good_on_the_stand_in_for_one()
    {
        var folder = check.Fresh("stand-in");
        var (exit, output) = check.Program(
            cuda.Environment,
            ["--device", "cuda", "--quick", "--only", string.Join(',', Probes.Select(probe => "probes/" + probe)), "--out", folder, "--work", folder, .. CheckFolder.Patient]);
        Assert.True(exit == 0, output);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        Assert.All(json.RootElement.GetProperty("parts").EnumerateObject(), part => Assert.Equal("Good", part.Value.GetProperty("verdict").GetString()));
        Assert.Equal(Probes.Length, json.RootElement.GetProperty("parts").EnumerateObject().Count());
    }

    [Fact]
    public void There_streams_with_odd_numbers_are_refused()
    {
        var folder = check.Fresh("stand-in-streams");
        var (exit, output) = check.Program(cuda.Environment, "--device", "cuda", "--part", "probes/streams", "--role", "numbers", "--work", folder);
        Assert.True(exit == 0, output);
        Assert.EndsWith("end\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void All_probes_that_make_sense_without_a_device_are_good()
    {
        var folder = check.Fresh("probes");
        var (exit, output) = check.Program(
            ["--device", "cpu", "--only", "probes", "--python", PythonSession.Interpreter, "--out", folder, "--work", folder, .. CheckFolder.Patient]);
        Assert.True(exit == 0, output);
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "result.json")));
        Assert.Equal(
            ["callbacks", "endings", "unseeded", "seeds", "autocast", "tf32", "printing"],
            json.RootElement.GetProperty("parts").EnumerateObject().Where(part => part.Value.GetProperty("verdict").GetString() == "Good").Select(part => part.Name["probes/".Length..]));
    }
}
