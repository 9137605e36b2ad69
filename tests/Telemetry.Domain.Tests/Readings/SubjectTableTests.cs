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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void However_many_steps_a_search_takes_it_comes_to_the_same(int steps)
    {
        var sut = new SubjectTable();
        var subjects = Enumerable.Range(0, 5_000).Select(static _ => Subject.Of(default, new Standing(null))).ToArray();
        for (var i = 0; i < subjects.Length; i += 2) sut.Add($"plants/污水厂-{i}/flow/a", subjects[i]);
        for (var i = 1; i < subjects.Length; i += 2) sut.Add($"vehicles/v{i}/position", subjects[i]);

        for (var i = 0; i < subjects.Length; i++)
        {
            Assert.Same(subjects[i], Search(i % 2 == 0 ? $"plants/污水厂-{i}/flow/a" : $"vehicles/v{i}/position"));
            Assert.Null(Search($"vehicles/w{i}/position"));
        }

        Subject? Search(string topic)
        {
            sut.Begin(topic);
            for (var step = 0; step < steps; step++) sut.Step();
            return sut.End(topic);
        }
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
