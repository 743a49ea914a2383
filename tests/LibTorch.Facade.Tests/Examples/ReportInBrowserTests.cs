using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SkiaSharp;

namespace LibTorch.Tests.Examples;

/// <summary>The report in Debian's Chromium. <c>LTF_REPORT=full</c> says that it has to be there.</summary>
[Collection(WrittenReport.Name)]
public sealed class ReportInBrowserTests(WrittenReport report)
{
    private const string Chromium = "/usr/bin/chromium";

    // Far more than a busy machine needs.
    private const float Patience = 180_000;

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public Task It_is_seen_and_says_and_asks_nothing(int width, ColorScheme scheme) => Open(width, scheme, async (page, heard) =>
    {
        using var picture = SKBitmap.Decode(await page.ScreenshotAsync(new() { FullPage = true }));
        Assert.Equal(width, picture.Width);
        Assert.True(picture.Height > 3000, $"{picture.Height} pixels high");
        var pixels = picture.Pixels;
        var colours = pixels.CountBy(pixel => pixel).OrderByDescending(pair => pair.Value).ToList();
        Assert.True(colours.Count > 200, $"{colours.Count} colours");
        Assert.True(colours[0].Value < 0.9 * pixels.Length, $"{colours[0].Value} of {pixels.Length} pixels are alike");
        colours[0].Key.ToHsl(out _, out _, out var lightness);
        Assert.True(scheme == ColorScheme.Dark ? lightness < 20 : lightness > 80, $"a lightness of {lightness}");

        // What is wide scrolls in its own place.
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Equal([$"request: {new Uri(report.Path)}"], heard);
    });

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public Task Axe_finds_nothing(int width, ColorScheme scheme) => Open(width, scheme, async (page, _) =>
    {
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        var found = (await page.RunAxe()).Violations;
        Assert.True(found.Length == 0, string.Join('\n', found.Select(one => $"{one.Impact}: {one.Help} ({one.Id}), {one.Nodes.Length} times: {one.Nodes[0].Html}")));
    });

    [Fact]
    public Task The_keyboard_gets_everywhere() => Open(1280, ColorScheme.Light, async (page, _) =>
    {
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the notebooks", await Focused());
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("000 gradient", await Focused());
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("location.hash == '#n000'");

        // Whatever scrolls sideways can be reached.
        await page.SetViewportSizeAsync(390, 800);
        Assert.Equal(
            0,
            await page.EvaluateAsync<int>(
                "[...document.querySelectorAll('pre, .table')].filter(one => one.scrollWidth > one.clientWidth && one.tabIndex != 0).length"));
        await page.Locator("summary").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('details').open"));

        Task<string> Focused() => page.EvaluateAsync<string>("document.activeElement.textContent");
    });

    [Fact]
    public Task It_is_printed_on_white_with_all_of_its_lines() => Open(1280, ColorScheme.Dark, async (page, _) =>
    {
        var printed = await page.PdfAsync(new() { Format = "A4", PrintBackground = true });
        Assert.True(printed.Length > 50_000, $"{printed.Length} bytes");

        // As wide as A4 is between its margins.
        await page.SetViewportSizeAsync(690, 900);
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });
        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('pre, .table')].filter(one => one.scrollWidth > one.clientWidth + 1).length"));
    });

    // Opens the page without a network, tells all that it writes to the console and asks for, and closes it.
    private async Task Open(int width, ColorScheme scheme, Func<IPage, List<string>, Task> look)
    {
        Assert.SkipUnless(
            File.Exists(Chromium) || Environment.GetEnvironmentVariable("LTF_REPORT") == "full",
            $"there is no {Chromium}; apt-get install chromium, or, as root, LTF_REPORT=full ./build.sh test brings it");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Timeout = Patience,

            // Root has no sandbox; the others keep it from asking its maker for anything.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme, Offline = true });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        List<string> heard = [];
        page.Console += (_, message) => heard.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, message) => heard.Add($"error: {message}");
        context.Request += (_, request) => heard.Add($"request: {request.Url}");
        await page.GotoAsync(new Uri(report.Path).ToString());
        await look(page, heard);
    }
}
