using ColorCode;
using ColorCode.Styling;

namespace LibTorch.Examples.Report;

/// <summary>Source lines as HTML, with classes for keywords, strings and comments.</summary>
internal static class CodeColours
{
    /// <summary>C# as HTML.</summary>
    public static string CSharp(string source) => Html(source, Languages.CSharp);

    /// <summary>Python as HTML.</summary>
    public static string Python(string source) => Html(source, Languages.Python);

    // Removes the block that the library puts around the lines, because the page has one already.
    private static string Html(string source, ILanguage language)
    {
        var html = new HtmlClassFormatter(StyleDictionary.DefaultLight).GetHtmlString(source, language);
        var begin = html.IndexOf("<pre>", StringComparison.Ordinal) + "<pre>".Length;
        return html[begin..html.LastIndexOf("</pre>", StringComparison.Ordinal)].Trim('\r', '\n');
    }
}
