using Telemetry.Simulators.City;

namespace Telemetry.Simulators.Tests.City;

public sealed class RepeatabilityTests
{
    private static readonly long From = TestCity.Ms("2026-03-02T00:00:00+08:00");
    private static readonly long Until = TestCity.Ms("2026-03-04T00:00:00+08:00");

    [Fact]
    public void The_same_seed_twice_gives_byte_equal_messages()
    {
        var first = Everything(TestCity.CreateSut());
        var second = Everything(TestCity.CreateSut());

        Assert.NotEmpty(first);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Another_seed_gives_another_city()
    {
        var first = Everything(TestCity.CreateSut());
        var second = Everything(TestCity.CreateSut(static options => options.Seed = 7));

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_window_cut_in_pieces_gives_the_same_messages()
    {
        var whole = Everything(TestCity.CreateSut());

        var pieces = new List<string>();
        var sut = TestCity.CreateSut();
        // 37 minutes and a bit: no piece ends on a mark of any interval.
        const long piece = 37 * 60_000 + 123;
        foreach (var source in Sources(sut))
        {
            for (var from = From; from < Until; from += piece)
                pieces.AddRange(source.Lines(from, Math.Min(from + piece, Until), Cadence.Live));
        }

        Assert.Equal(whole.Order(StringComparer.Ordinal), pieces.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void History_is_a_part_of_what_was_sent_live()
    {
        var sut = TestCity.CreateSut();
        var live = Everything(sut).ToHashSet(StringComparer.Ordinal);

        var history = Sources(sut).SelectMany(source => source.Lines(From, Until, Cadence.History)).ToList();

        Assert.NotEmpty(history);
        Assert.All(history, line => Assert.Contains(line, live));
    }

    [Fact]
    public void Every_reading_has_an_identity_of_its_own()
    {
        var sut = TestCity.CreateSut();

        var identities = Sources(sut)
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
