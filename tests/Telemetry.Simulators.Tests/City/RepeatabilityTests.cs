using Telemetry.Simulators.City;

namespace Telemetry.Simulators.Tests.City;

public sealed class RepeatabilityTests
{
    private static readonly long From = TestCity.Ms("2026-03-02T00:00:00+08:00");
    private static readonly long Until = TestCity.Ms("2026-03-03T00:00:00+08:00");
    private static readonly CitySimulation Sut = TestCity.CreateSut();
    private static readonly List<string> Whole = Everything(Sut);

    [Fact]
    public void The_same_seed_twice_gives_byte_equal_messages()
    {
        var second = Everything(TestCity.CreateSut());

        Assert.NotEmpty(second);
        Assert.Equal(Whole, second);
    }

    [Fact]
    public void Another_seed_gives_another_city()
    {
        var other = Everything(TestCity.CreateSut(static options => options.Seed = 7));

        Assert.NotEqual(Whole, other);
    }

    [Fact]
    public void A_window_cut_in_pieces_gives_the_same_messages()
    {
        var pieces = new List<string>();
        // 37 minutes and a bit: no piece ends on a mark of any interval.
        const long piece = 37 * 60_000 + 123;
        foreach (var source in Sources(Sut))
        {
            for (var from = From; from < Until; from += piece)
                pieces.AddRange(source.Lines(from, Math.Min(from + piece, Until), Cadence.Live));
        }

        Assert.Equal(Whole.Order(StringComparer.Ordinal), pieces.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void History_is_a_part_of_what_was_sent_live()
    {
        var live = Whole.ToHashSet(StringComparer.Ordinal);

        var history = Sources(Sut).SelectMany(source => source.Lines(From, Until, Cadence.History)).ToList();

        Assert.NotEmpty(history);
        Assert.All(history, line => Assert.Contains(line, live));
    }

    [Fact]
    public void Every_reading_has_an_identity_of_its_own()
    {
        var identities = Sources(Sut)
            .SelectMany(static source => source.Between(From, Until, Cadence.Live))
            // Statuses of one plant differ in their unit, which is a tag.
            .Where(static message => !message.Topic.EndsWith("/status", StringComparison.Ordinal))
            .Select(static message => (message.Topic, message.TimeMs))
            .ToList();

        Assert.Equal(identities.Count, identities.Distinct().Count());
    }

    private static List<string> Everything(CitySimulation sut) =>
        [.. Sources(sut).SelectMany(static source => source.Lines(From, Until, Cadence.Live))];

    private static IEnumerable<IDeviceSource> Sources(CitySimulation sut) => [.. sut.Plants, .. sut.Trucks];
}
