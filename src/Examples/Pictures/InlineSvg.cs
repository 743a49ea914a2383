using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace LibTorch.Examples.Pictures;

/// <summary>
/// Converts an SVG file to an element of a page: scaled to the available width, in the page's colours, and with a description.
/// </summary>
internal static class InlineSvg
{
    private static readonly XName Reference = XName.Get("href", "http://www.w3.org/1999/xlink");

    public static string Of(string file, string description)
    {
        using var reader = XmlReader.Create(new StringReader(file), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        var picture = XElement.Load(reader);
        picture.DescendantNodes().OfType<XComment>().Remove();
        Fit(picture);

        // A page has several pictures, so each picture's ids get a prefix of their own.
        var prefix = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file)))[..8];
        foreach (var attribute in picture.DescendantsAndSelf().Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            attribute.Value = attribute.Name switch
            {
                { LocalName: "id" } => $"{prefix}-{attribute.Value}",
                var name when name == Reference || name.LocalName == "href" => attribute.Value.StartsWith('#') ? $"#{prefix}-{attribute.Value[1..]}" : attribute.Value,
                _ => attribute.Value.Replace("url(#", $"url(#{prefix}-", StringComparison.Ordinal),
            };
        }

        foreach (var element in picture.Descendants().ToList())
        {
            Colour(element);
        }

        // Removes tooltips, and the white background that Graphviz draws.
        picture.Descendants().Where(element => element.Name.LocalName == "title" || (element.Name.LocalName == "polygon" && element.Attribute("fill")?.Value == "white")).Remove();
        picture.SetAttributeValue("role", "img");
        picture.SetAttributeValue("aria-label", description);
        return picture.ToString(SaveOptions.DisableFormatting);
    }

    // Replaces the size in pixels or points by a maximum width and the proportions.
    private static void Fit(XElement picture)
    {
        var (width, height) = (Size("width"), Size("height"));
        if (picture.Attribute("viewBox") is null)
        {
            picture.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        }

        picture.SetAttributeValue("style", string.Create(CultureInfo.InvariantCulture, $"max-width:{width}px"));
        picture.Attribute("width")!.Remove();
        picture.Attribute("height")!.Remove();

        double Size(string name)
        {
            var text = picture.Attribute(name)!.Value;
            var points = text.EndsWith("pt", StringComparison.Ordinal);
            var number = double.Parse(points ? text[..^2] : text, CultureInfo.InvariantCulture);
            return points ? number * 4 / 3 : number;
        }
    }

    private static void Colour(XElement element)
    {
        List<string> styles = [];
        foreach (var part in new[] { "fill", "stroke" })
        {
            if (element.Attribute(part) is { } color && Ink.Variable(color.Value) is { } variable)
            {
                styles.Add($"{part}:var(--{variable})");
                color.Remove();
            }
        }

        switch (element.Name.LocalName)
        {
            case "text":
                // Text without a colour is black. The font has to be the one for which the widths were computed.
                if (element.Attribute("fill") is null && styles.Count == 0)
                {
                    styles.Add("fill:var(--ink)");
                }

                element.SetAttributeValue("font-family", $"{element.Attribute("font-family")?.Value ?? "DejaVu Sans"}, Verdana, sans-serif");
                break;
            case "image":
                // Keeps the squares of a heat map sharp.
                styles.Add("image-rendering:pixelated");
                break;
        }

        if (styles.Count > 0)
        {
            element.SetAttributeValue("style", string.Join(';', styles));
        }
    }
}
