using Microsoft.Extensions.Time.Testing;
using Telemetry.Host.Observing;
using Telemetry.Storage.Spool;

namespace Telemetry.Host.Tests.Observing;

public sealed class ScrapedBooksTests
{
    private static readonly ScrapedBooks.Terms[] Terms =
        [.. Enum.GetValues<ScrapedBooks.Terms>().Where(term => term != ScrapedBooks.Terms.None)];

    private readonly FakeTimeProvider _time = new();
    private int _taken;

    [Fact]
    public void All_terms_of_a_scrape_come_from_one_snapshot_and_the_next_takes_another()
    {
        var sut = CreateSut();

        Assert.Equal([1L, 1L, 1L, 1L, 1L], Terms.Select(term => sut.For(term).Received));
        Assert.Equal([2L, 2L, 2L, 2L, 2L], Terms.Select(term => sut.For(term).Received));
        Assert.Equal(2, _taken);
    }

    [Fact]
    public void A_reader_of_one_term_alone_never_makes_another_readers_terms_old()
    {
        var sut = CreateSut();
        sut.For(ScrapedBooks.Terms.Spooled);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(2, sut.For(ScrapedBooks.Terms.Received).Received);
    }

    private ScrapedBooks CreateSut() => new(() => new CommitBooks(++_taken, 0, 0, 0, 0), _time);
}
