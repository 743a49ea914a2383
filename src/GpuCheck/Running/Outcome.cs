using System.Text.Json.Nodes;

namespace LibTorch.GpuCheck.Running;

/// <summary>The outcome of a part, as it is stored for <c>--resume</c> and written to result.json.</summary>
/// <param name="Part">The part's name.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Why">The reason if it is not good; otherwise empty.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Lines">What it printed.</param>
internal sealed record Outcome(string Part, Verdict Verdict, string Why, double Seconds, IReadOnlyList<string> Lines)
{
    private const string Ending = ".outcome.json";

    /// <summary>The file for a part's figures.</summary>
    public static string FiguresPath(Settings settings, string part) => Path.Combine(settings.Work, FileName(part) + ".json");

    /// <summary>The outcome of an earlier run with the same settings; null if it was not completed.</summary>
    public static Outcome? Load(Settings settings, string part)
    {
        var json = WholeFile.Read(OutcomePath(settings, part));
        return json is not null && (string?)json["settings"] == Key(settings) && Enum.TryParse<Verdict>((string?)json["verdict"], out var verdict)
            ? new(part, verdict, (string?)json["why"] ?? "", (double?)json["seconds"] ?? 0, [.. (json["lines"] as JsonArray ?? []).Select(line => (string?)line ?? "")])
            : null;
    }

    public void Save(Settings settings)
    {
        var json = ToJson(settings);
        json["settings"] = Key(settings);
        WholeFile.Write(OutcomePath(settings, Part), json);
    }

    public JsonObject ToJson(Settings settings) => new()
    {
        ["verdict"] = $"{Verdict}",
        ["why"] = Why,
        ["seconds"] = Math.Round(Seconds, 2),
        ["lines"] = new JsonArray([.. Lines.Select(line => JsonValue.Create(line))]),
        ["figures"] = WholeFile.Read(FiguresPath(settings, Part)),
    };

    /// <summary>Deletes the files of earlier runs.</summary>
    public static void Forget(Settings settings, string part)
    {
        File.Delete(OutcomePath(settings, part));
        File.Delete(FiguresPath(settings, part));
    }

    private static string OutcomePath(Settings settings, string part) => Path.Combine(settings.Work, FileName(part) + Ending);

    private static string FileName(string part) => part.Replace('/', '-');

    // Outcomes under other settings do not count.
    private static string Key(Settings settings) => $"{settings.Kind}{(settings.Quick ? ", quick" : "")}";
}
