using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Domain.Readings;
using Telemetry.Storage.DeadLetters;
using Telemetry.Storage.Tests.Files;

namespace Telemetry.Storage.Tests.DeadLetters;

/// <summary>
/// The dead letters' own index: rejected objects by topic and hour, counted whether or not bytes are kept.
/// </summary>
public sealed class RejectTallyTests
{
    private const string Folder = "/letters";
    private const string Inlet = "sanitation/plants/sewage-1/flow/inlet";
    private const string Outlet = "sanitation/plants/岛北 1/flow/m\"1";

    private static readonly DateTimeOffset Start = new(2009, 3, 31, 22, 30, 0, TimeSpan.Zero);

    private readonly PowerCutFiles _disk = new();
    private readonly FakeTimeProvider _time = new(Start);
    private readonly DeadLetterOptions _options = new() { Folder = Folder, FullPerTopicAndMinute = 10 };

    [Fact]
    public void Rejected_counts_objects_by_topic_within_the_hours_asked_for()
    {
        using var sut = Open();
        Reject(sut, Inlet, 3);
        Reject(sut, Outlet);
        _time.Advance(TimeSpan.FromHours(1));
        Reject(sut, Inlet);
        // Another month is another file.
        _time.Advance(TimeSpan.FromHours(1));
        Reject(sut, Inlet, 7);

        var march = Counts(sut, Start.AddDays(-30), Start.AddMinutes(90));
        var night = Counts(sut, Start.AddMinutes(30), Start.AddHours(10));

        Assert.Equal(new Dictionary<string, long> { [Inlet] = 4, [Outlet] = 1 }, march);
        Assert.Equal(new Dictionary<string, long> { [Inlet] = 8 }, night);
        Assert.Equal(
            ["rejected-2009-03.tally", "rejected-2009-04.tally"],
            _disk.List(Folder).Where(name => name.EndsWith(".tally", StringComparison.Ordinal)
                && name.StartsWith("rejected", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void A_flood_is_counted_whole_though_its_bytes_are_not_kept()
    {
        using var sut = Open();
        for (var i = 0; i < 5_000; i++) sut.Append([Letter(Inlet)]);
        sut.Sync();

        Assert.Equal(5_000, Counts(sut, Start.AddHours(-1), Start.AddHours(1))[Inlet]);
        Assert.True(sut.Read(new DeadLetterFilter { Limit = 10_000 }).Count() < 100);
        // One line, however many there were.
        Assert.Single(Lines());
    }

    [Fact]
    public void What_was_counted_goes_on_after_a_restart_within_the_hour()
    {
        using (var log = Open()) Reject(log, Inlet, 2);

        using var sut = Open();
        Reject(sut, Inlet, 5);

        Assert.Equal(7, Counts(sut, Start.AddHours(-1), Start.AddHours(1))[Inlet]);
    }

    [Fact]
    public void Letters_from_before_there_was_an_index_are_counted_at_the_next_start()
    {
        using (var log = Open())
        {
            Reject(log, Inlet, 2);
            _time.Advance(TimeSpan.FromDays(1));
            Reject(log, Outlet);
        }
        foreach (var name in _disk.List(Folder).Where(name => name.StartsWith("rejected-", StringComparison.Ordinal)))
            _disk.Delete(Path.Combine(Folder, name));

        using var sut = Open();

        Assert.Equal(
            new Dictionary<string, long> { [Inlet] = 2, [Outlet] = 1 },
            Counts(sut, Start.AddHours(-1), Start.AddDays(2)));
        Assert.Equal(
            new Dictionary<string, long> { [Outlet] = 1 },
            Counts(sut, Start.AddHours(2), Start.AddDays(2)));
    }

    [Fact]
    public void The_time_of_the_last_of_them_moves_with_each()
    {
        using var sut = Open();
        Reject(sut, Inlet, 2);
        _time.Advance(TimeSpan.FromMinutes(7));
        Reject(sut, Inlet);

        Assert.Equal(
            (3, Start.AddMinutes(7)), sut.Reader.Rejected(Start.AddHours(-1), Start.AddHours(1))[Inlet]);
    }

    [Fact]
    public void A_full_disk_loses_no_count()
    {
        using var sut = Open();
        Reject(sut, Inlet, 2);
        sut.Append([Letter(Inlet), Letter(Outlet)]);
        _disk.RefusesWrites = true;
        Assert.Throws<Storage.Files.DiskFullException>(sut.Sync);

        _disk.RefusesWrites = false;
        sut.Sync();

        Assert.Equal(
            new Dictionary<string, long> { [Inlet] = 3, [Outlet] = 1 },
            Counts(sut, Start.AddHours(-1), Start.AddHours(1)));
    }

    [Fact]
    public void A_power_cut_costs_nothing_that_was_synced()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var disk = new PowerCutFiles();
            var log = DeadLetterLog.Open(_options, disk, _time, NullLogger.Instance);
            Reject(log, Inlet, 2);
            Reject(log, Outlet, 5);
            Reject(log, Inlet, 40);

            disk.Cut(new Random(seed));
            using var sut = DeadLetterLog.Open(_options, disk, _time, NullLogger.Instance);

            Assert.Equal(
                new Dictionary<string, long> { [Inlet] = 42, [Outlet] = 5 },
                Counts(sut, Start.AddHours(-1), Start.AddHours(1)));
        }
    }

    [Fact]
    public void A_torn_line_costs_itself_alone()
    {
        using (var log = Open())
        {
            Reject(log, Inlet, 2);
            Reject(log, Outlet);
        }
        using (var file = _disk.OpenWrite("/letters/rejected-2009-03.tally")) file.Truncate(file.Length - 5);

        using var sut = Open();
        Reject(sut, Outlet, 4);

        Assert.Equal(
            new Dictionary<string, long> { [Inlet] = 2, [Outlet] = 4 },
            Counts(sut, Start.AddHours(-1), Start.AddHours(1)));
    }

    private static Dictionary<string, long> Counts(DeadLetterLog log, DateTimeOffset from, DateTimeOffset to) =>
        log.Reader.Rejected(from, to).ToDictionary(topic => topic.Key, topic => topic.Value.Objects);

    private DeadLetterLog Open() => DeadLetterLog.Open(_options, _disk, _time, NullLogger.Instance);

    private string[] Lines()
    {
        using var file = _disk.OpenRead("/letters/rejected-2009-03.tally");
        var content = new byte[file.Length];
        file.Read(content, 0);
        return System.Text.Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private void Reject(DeadLetterLog log, string topic, int letters = 1)
    {
        log.Append([.. Enumerable.Range(0, letters).Select(_ => Letter(topic))]);
        log.Sync();
    }

    private DeadLetter Letter(string topic) =>
        new(_time.GetUtcNow(), topic, RejectReason.Malformed, "no", "{"u8.ToArray(), 1, false);
}
