using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;

namespace Telemetry.Storage.Tests.Spooling;

/// <summary>Numbered lines of line protocol, and what a reader finds of them.</summary>
internal static class Lines
{
    public const string Folder = "/spool";

    public static readonly DateTimeOffset Start = new(2009, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Numbered(int first, int count)
    {
        var text = new StringBuilder();
        for (var i = first; i < first + count; i++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"plant_flow,meter=m{i % 7},plant=sewage-1 flow_m3h={i}.5 {1230768000000 + i}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static List<int> ReadAll(ReadingSpool spool, SpoolPosition? from = null, int maxLines = 1000)
    {
        using var reader = spool.OpenReader(from ?? spool.Oldest);
        var found = new List<int>();
        while (reader.TryRead(maxLines, 1 << 20) is { } batch)
        {
            var numbers = Numbers(batch.Lines.Span);
            Assert.Equal(batch.Count, numbers.Count);
            found.AddRange(numbers);
        }
        return found;
    }

    /// <summary>The numbers of intact lines; a torn line fails the test.</summary>
    public static List<int> Numbers(ReadOnlySpan<byte> lines)
    {
        var found = new List<int>();
        var text = Encoding.UTF8.GetString(lines);
        Assert.EndsWith("\n", text);
        foreach (var line in text.Split('\n')[..^1])
        {
            var value = line.Split("flow_m3h=")[1].Split('.')[0];
            var number = int.Parse(value, CultureInfo.InvariantCulture);
            Assert.Equal(Encoding.UTF8.GetString(Numbered(number, 1)), line + "\n");
            found.Add(number);
        }
        return found;
    }

    public static SpoolOptions Options() => new()
    {
        Folder = Folder,
        SegmentSize = 4096,
        MinFreeDisk = 0,
        KeepDelivered = TimeSpan.FromHours(24),
    };

    public static ReadingSpool Open(IFileLayer files, SpoolOptions? options = null, TimeProvider? time = null) =>
        ReadingSpool.Open(
            options ?? Options(), files, time ?? new FakeTimeProvider(Start), NullLogger.Instance);

    public static void Commit(ReadingSpool spool, int first, int count)
    {
        spool.Append(Numbered(first, count), count);
        spool.Sync();
    }
}
