using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Fluid;
using Fluid.Values;

namespace LibTorch.Examples.Report;

/// <summary>A run of the notebooks as one self-contained page.</summary>
internal static class ReportPage
{
    private static readonly FluidParser Parser = new();
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The page's text.</summary>
    public static string Of(ReportModel report)
    {
        var figure = Parser.Parse(Part("picture.liquid"));
        TemplateOptions options = new() { MemberAccessStrategy = new UnsafeMemberAccessStrategy() };
        options.Filters.AddFilter("figure", (picture, _, _) => new StringValue(Render(figure, new TemplateContext(picture.ToObjectValue(), options)), encode: false));
        TemplateContext context = new(report, options);
        context.SetValue("Style", Part("report.css"));
        return Render(Parser.Parse(Part("report.liquid")), context);
    }

    // Everything not marked as HTML is escaped.
    private static string Render(IFluidTemplate template, TemplateContext context) => template.Render(context, Encoder);

    private static string Part(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
