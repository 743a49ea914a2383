using ColorCode;
using ColorCode.Styling;

namespace LibTorch.Examples.Report;

/// <summary>Source lines as HTML, keywords, strings and comments told apart by classes.</summary>
internal static class CodeColours
{
    /// <summary>C# as HTML.</summary>
    public static string CSharp(string source) => Html(source, Languages.CSharp);

    /// <summary>Python as HTML.</summary>
    public static string Python(string source) => Html(source, Languages.Python);

    // The library puts the lines into a block of its own, which the page has already.
    private static string Html(string source, ILanguage language)
    {
        var html = new HtmlClassFormatter(StyleDictionary.DefaultLight).GetHtmlString(source, language);
        var begin = html.IndexOf("<pre>", StringComparison.Ordinal) + "<pre>".Length;
        return html[begin..html.LastIndexOf("</pre>", StringComparison.Ordinal)].Trim('\r', '\n');
    }
}
