using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging.Abstractions;
using Telemetry.Host.Storing;
using Telemetry.Rig;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Files;
using Telemetry.Storage.Spool;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Benchmarks.Load.Rows;

/// <summary>
/// A backlog into InfluxDB by the host's store writer, against the same bytes posted by a plain loop.
/// </summary>
internal static class BacklogRow
{
    private const int MaxLines = 10_000;
    private const int MaxBytes = 2 << 20;

    public static async Task<IReadOnlyList<Row>> RunAsync(LoadSettings settings, TextWriter output)
    {
        // Five times a round's messages: a backlog goes that much faster than a stream.
        var lines = settings.Messages * 5;
        var row = new Row("spool backlog → InfluxDB", "points/s", "a plain loop of posts", 0.8, AtLeast: true);
        using var folder = new TempFolder("backlog");
        await using var influx = await InfluxDbServer.StartAsync();
        for (var pair = 0; pair <= settings.Pairs; pair++)
        {
            var place = folder.File(string.Create(CultureInfo.InvariantCulture, $"{pair}"));
            using var spool = Backlog.Open(Path.Combine(place, "spool"));
            Backlog.Fill(spool, lines);
            var ours = await WriteAsync(spool, influx, place, "ours");
            var plain = await PostAsync(spool, influx, "plain");
            await influx.QueryAsync("", "DROP DATABASE \"ours\"");
            await influx.QueryAsync("", "DROP DATABASE \"plain\"");
            // The first is the warm-up.
            if (pair == 0) continue;
            row.Add(lines / ours.TotalSeconds, lines / plain.TotalSeconds);
            output.WriteLine(
                $"  {pair}: telemetry {Figures.Text(row.Ours[^1])}, plain loop {Figures.Text(row.Theirs[^1])} "
                + $"points/s");
        }
        return [row];
    }

    private static async Task<TimeSpan> WriteAsync(Spool spool, InfluxDbServer influx, string folder, string database)
    {
        var time = TimeProvider.System;
        await using var store = new InfluxDbStore(
            new InfluxDbOptions { Url = influx.Url, Database = database, HostName = "bench" },
            new CursorFile(Path.Combine(folder, "cursor"), DiskFiles.Instance, NullLogger.Instance), time,
            NullLogger<InfluxDbStore>.Instance);
        using var letters = DeadLetterLog.Open(
            new DeadLetterOptions { Folder = Path.Combine(folder, "letters") }, DiskFiles.Instance, time,
            NullLogger.Instance);
        using var resends = new ResendQueue();
        using var writer = new StoreWriter(
            spool, store, letters, new StoreTally(), new StorePace(MaxLines, MaxBytes, TimeSpan.FromMilliseconds(250)),
            resends,
            time, NullLogger<StoreWriter>.Instance);
        var began = Stopwatch.GetTimestamp();
        await writer.StartAsync(CancellationToken.None);
        while (spool.PendingLines > 0) await Task.Delay(1);
        var took = Stopwatch.GetElapsedTime(began);
        await writer.StopAsync(CancellationToken.None);
        return took;
    }

    /// <summary>
    /// Read from the same segments, a request for as many lines, the answer awaited: no cursor, no changes, no care.
    /// </summary>
    private static async Task<TimeSpan> PostAsync(Spool spool, InfluxDbServer influx, string database)
    {
        await influx.CreateDatabaseAsync(database);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var address = new Uri(influx.Url, $"/write?db={database}&precision=ms");
        using var reader = spool.OpenReader(spool.Oldest);
        var began = Stopwatch.GetTimestamp();
        while (reader.TryRead(MaxLines, MaxBytes) is { } batch)
        {
            using var content = new ReadOnlyMemoryContent(batch.Lines);
            content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
            using var answer = await client.PostAsync(address, content);
            answer.EnsureSuccessStatusCode();
        }
        return Stopwatch.GetElapsedTime(began);
    }
}
