using CsCheck;
using Telemetry.Domain.Readings;

namespace Telemetry.Domain.Tests.Readings;

public sealed class SubjectTableTests
{
    private static readonly Gen<string> Topic = Gen.Int[0, 400].Select(
        static number => $"root/vehicles/v{number}/position");

    [Fact]
    public void Finds_what_a_dictionary_finds() => Topic.List[0, 1000].Sample(static topics =>
    {
        var sut = new SubjectTable();
        var expected = new Dictionary<string, Subject>(StringComparer.Ordinal);
        foreach (var topic in topics)
        {
            Assert.Equal(expected.GetValueOrDefault(topic), sut.Find(topic));
            if (expected.ContainsKey(topic)) continue;
            var subject = Subject.Of(default, new Standing(null));
            sut.Add(topic, subject);
            expected.Add(topic, subject);
        }

        Assert.Equal(expected.Count, sut.Count);
        Assert.All(expected, pair => Assert.Same(pair.Value, sut.Find(new string(pair.Key.AsSpan()))));
    });

    [Fact]
    public void Topics_of_one_hash_are_told_apart()
    {
        // 300,000 topics share 32 bits of hash here and there; none may be taken for another.
        var sut = new SubjectTable();
        for (var i = 0; i < 300_000; i++) sut.Add($"t{i}", Subject.Of(default, new Standing(null)));

        Assert.Equal(300_000, Enumerable.Range(0, 300_000).Select(i => sut.Find($"t{i}")).Distinct().Count());
    }

    [Fact]
    public void Clear_forgets_all()
    {
        var sut = new SubjectTable();
        sut.Add("a", Subject.Of(default, new Standing(null)));

        sut.Clear();

        Assert.Null(sut.Find("a"));
        Assert.Equal(0, sut.Count);
    }
}
