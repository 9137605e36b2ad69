using System.Globalization;
using System.Text.RegularExpressions;

namespace Telemetry.Architecture.Tests;

/// <summary>What the project files cannot say: read from the sources line by line.</summary>
public sealed partial class SourceRules
{
    private const int LongestFile = 400;
    private const int LongestLine = 120;

    [Fact]
    public void The_http_client_is_used_in_storage_alone() =>
        AssertNone(HttpClientUse, path => SourceTree.RoomOf(path) != "Telemetry.Storage");

    [Fact]
    public void MQTTnet_is_used_in_mqtt_and_simulators_alone() =>
        AssertNone(MqttNetUse, path => SourceTree.RoomOf(path) is not ("Telemetry.Mqtt" or "Telemetry.Simulators"));

    [Fact]
    public void Domain_touches_no_clock_disk_socket_or_environment() =>
        AssertNone(InputOutput, path => SourceTree.RoomOf(path) == "Telemetry.Domain");

    [Fact]
    public void Dashboards_know_the_readers_of_storage_alone() =>
        AssertNone(StorageBeyondReaders, path => SourceTree.RoomOf(path) == "Telemetry.Dashboards");

    [Fact]
    public void Nothing_is_left_to_do_later_in_product_code() => AssertNone(Leftover, _ => true);

    [Fact]
    public void No_regions() => AssertNone(Region, _ => true);

    [Fact]
    public void No_catch_swallows_everything() => AssertNone(SwallowAll, _ => true);

    [Fact]
    public void A_product_file_has_one_thing_in_it()
    {
        string[] tooLong = [.. SourceTree.ProductSources.Where(path => SourceTree.Lines(path).Length > LongestFile)];

        Assert.Empty(tooLong);
    }

    [Fact]
    public void No_file_names_a_package_registry_or_a_place_outside_the_repository()
    {
        var files = SourceTree.TextFiles.Where(
            path => !path.StartsWith("tests/Telemetry.Architecture.Tests/", StringComparison.Ordinal));

        Assert.Empty(Matches(files, Foreign));
    }

    [Fact]
    public void Log_events_are_unique_and_in_their_rooms_range()
    {
        var events = SourceTree.ProductSources.SelectMany(path => EventIds(path).Select(id => (Id: id, Path: path)))
            .ToArray();

        Assert.All(events, e => Assert.Equal(ThousandOf(SourceTree.RoomOf(e.Path)), e.Id / 1000));
        Assert.Equal(events.Select(e => e.Id).Distinct().Count(), events.Length);
    }

    [Theory]
    [InlineData("tests/run")]
    [InlineData(".ci/run")]
    [InlineData("tests/benchmarks/run")]
    public void A_script_is_read_by_bash_without_a_complaint(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no bash of its own");

        using var bash = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("bash",
                ["-n", Path.Combine(SourceTree.Root, path)]) { RedirectStandardError = true })!;
        var complaint = bash.StandardError.ReadToEnd();
        bash.WaitForExit();

        Assert.Equal("", complaint);
    }

    [Theory]
    [InlineData("tests/run")]
    [InlineData(".ci/run")]
    public void A_script_can_be_executed(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");

        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(Path.Combine(SourceTree.Root, path)).HasFlag(UnixFileMode.UserExecute));
    }

    /// <summary>
    /// Raw and verbatim strings are exempt: an answer of a server, a payload and a pattern stay in one piece, as they
    /// are on the wire.
    /// </summary>
    [Fact]
    public void No_line_is_longer_than_120_characters() =>
        Assert.Empty(
            SourceTree.TextFiles.Where(path => path.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(TooLong));

    private static IEnumerable<string> TooLong(string path)
    {
        var isRaw = false;
        var lines = SourceTree.Lines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            var quotes = RawQuotes.Count(lines[i]);
            var isExempt = isRaw || quotes > 0 || lines[i].Contains("@\"", StringComparison.Ordinal);
            isRaw ^= quotes % 2 == 1;
            if (!isExempt && lines[i].Length > LongestLine)
                yield return string.Create(
                    CultureInfo.InvariantCulture, $"{path}:{i + 1}: {lines[i].Length} characters");
        }
    }

    private static void AssertNone(Regex pattern, Func<string, bool> inScope) =>
        Assert.Empty(Matches(SourceTree.ProductSources.Where(inScope), pattern));

    private static IEnumerable<string> Matches(IEnumerable<string> paths, Regex pattern) =>
        paths.SelectMany(path => SourceTree.Lines(path)
            .Select((line, index) => (Line: line, Number: index + 1))
            .Where(entry => pattern.IsMatch(entry.Line))
            .Select(
                entry => string.Create(CultureInfo.InvariantCulture, $"{path}:{entry.Number}: {entry.Line.Trim()}")));

    private static IEnumerable<int> EventIds(string path) =>
        SourceTree.Lines(path).SelectMany(line => EventId.Matches(line))
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    /// <summary>
    /// Mqtt 1000, Storage 2000, Host 3000, Dashboards 4000, Simulators 9000; other rooms have no log of their own.
    /// </summary>
    private static int ThousandOf(string room) => room switch
    {
        "Telemetry.Mqtt" => 1,
        "Telemetry.Storage" => 2,
        "Telemetry.Host" => 3,
        "Telemetry.Dashboards" => 4,
        "Telemetry.Simulators" => 9,
        _ => -1,
    };

    [GeneratedRegex(@"\bHttpClient\b|\busing System\.Net\.Http\b|\bHttpMessageHandler\b")]
    private static partial Regex HttpClientUse { get; }

    [GeneratedRegex(@"\busing MQTTnet\b|\bMQTTnet\.[A-Z]\w+\.")]
    private static partial Regex MqttNetUse { get; }

    [GeneratedRegex(
        @"^(?!\s*///)(?!\s*//).*(\b(File|Directory|Environment|Stopwatch|Console)\.[A-Z]|\b(FileStream|FileSystemWatcher|Socket|TcpClient|TimeProvider)\b|\bTask\.Delay\b)")]
    private static partial Regex InputOutput { get; }

    [GeneratedRegex(@"\busing Telemetry\.Storage(?!\.(Queries|DeadLetters|Operations)\b)|\bTelemetry\.Storage\.(Spool|Stores)\b")]
    private static partial Regex StorageBeyondReaders { get; }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Leftover { get; }

    [GeneratedRegex(@"^\s*#(end)?region\b")]
    private static partial Regex Region { get; }

    [GeneratedRegex(@"\bcatch\s*(\(Exception\b[^)]*\))?\s*\{\s*\}")]
    private static partial Regex SwallowAll { get; }

    [GeneratedRegex(
        @"(?<![\w.~-])/work/|/tmp/wt\b|\bnuget\.org\b|\bnpmjs\.(org|com)\b|\bpypi\.org\b|registry\.(yarnpkg|npmmirror)")]
    private static partial Regex Foreign { get; }

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawQuotes { get; }

    [GeneratedRegex(@"\[LoggerMessage\((?:EventId\s*=\s*)?(\d+)")]
    private static partial Regex EventId { get; }
}
