using System.Globalization;
using System.Text;
using CsCheck;
using Telemetry.Storage.Stores.InfluxDb;

namespace Telemetry.Storage.Tests.InfluxDb;

public sealed class LineIsolationTests
{
    private enum Clues
    {
        /// <summary>None at all.</summary>
        None,

        /// <summary>As the server of a version gives them.</summary>
        Documented,

        /// <summary>Names good lines as bad, in numbers and texts, and a wrong measurement.</summary>
        Misleading,
    }

    [Fact]
    public async Task Exactly_the_bad_lines_are_found_whatever_the_server_says()
    {
        var line = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9]);
        var round = Gen.Select(
            line.Array[1, 60], Gen.Enum<InfluxDbVersion>(), Gen.Enum<Clues>(), Gen.Int[1, 60], Gen.Int);

        await round.SampleAsync(async r =>
        {
            var (kinds, version, clues, chunk, seed) = r;
            var lines = kinds.Select((kind, i) => Line(kind.Item1, kind.Item2, i)).ToArray();
            var server = new Server(version, clues, new Random(seed));

            var bad = await server.SendAsync(lines, chunk);

            Assert.Equal(
                Enumerable.Range(0, lines.Length).Where(i => Dialect.IsBad(lines[i])), bad.Select(b => b.Line));
            Assert.All(bad, b => Assert.NotEmpty(b.Detail));
            Assert.Equal(lines.Where(l => !Dialect.IsBad(l)).Order(), server.Accepted.Distinct().Order());
            Assert.InRange(server.Requests, 1, (4 * lines.Length) + 4);
            return true;
        }, iter: 3000, threads: 2);
    }

    [Fact]
    public async Task Of_two_lines_with_one_identity_the_later_is_the_last_that_is_accepted()
    {
        // Few series and few times, so that identities repeat; the value tells the order.
        var line = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2]);
        var round = Gen.Select(line.Array[2, 40], Gen.Enum<InfluxDbVersion>(), Gen.Enum<Clues>(), Gen.Int);

        await round.SampleAsync(async r =>
        {
            var (kinds, version, clues, seed) = r;
            var lines = kinds.Select((kind, i) => Line(kind.Item1, kind.Item2, i)).ToArray();
            var server = new Server(version, clues, new Random(seed));

            await server.SendAsync(lines, lines.Length);

            foreach (var identity in lines.Where(l => !Dialect.IsBad(l)).GroupBy(Identity))
                Assert.Equal(identity.Last(), server.Stored[identity.Key]);
            return true;
        }, iter: 3000, threads: 2);
    }

    [Theory]
    // Named by the server: the request, the lines between the bad ones, and each of them.
    [InlineData(InfluxDbVersion.V1, "!syntax", new[] { 7, 2500, 4999 }, 8)]
    [InlineData(InfluxDbVersion.V2, "!syntax", new[] { 7, 2500, 4999 }, 8)]
    [InlineData(InfluxDbVersion.V3, "!syntax", new[] { 7, 2500, 4999 }, 8)]
    [InlineData(InfluxDbVersion.V3, "!type", new[] { 7, 2500, 4999 }, 8)]
    [InlineData(InfluxDbVersion.V1, "!syntax", new int[0], 1)]
    public async Task Named_lines_are_found_cheaply(InfluxDbVersion version, string fault, int[] bad, int most)
    {
        var lines = Many(5000, bad, fault);
        var server = new Server(version, Clues.Documented, new Random(1));

        var found = await server.SendAsync(lines, lines.Length);

        Assert.Equal(bad, found.Select(b => b.Line));
        Assert.InRange(server.Requests, 1, most);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(500)]
    public async Task Unnamed_lines_cost_no_more_than_the_stated_bound(int bad)
    {
        const int Count = 5000;
        var random = new Random(bad);
        var where = Enumerable.Range(0, Count).OrderBy(_ => random.Next()).Take(bad).Order().ToArray();
        var lines = Many(Count, where, "!syntax");
        var server = new Server(InfluxDbVersion.V1, Clues.None, random);

        var found = await server.SendAsync(lines, Count);

        Assert.Equal(where, found.Select(b => b.Line));
        Assert.InRange(server.Requests, 1, (2 * bad * (Math.Log2((double)Count / bad) + 2)) + 1);
    }

    [Theory]
    [InlineData(InfluxDbVersion.V1, 3)]
    [InlineData(InfluxDbVersion.V2, 3)]
    [InlineData(InfluxDbVersion.V3, 5)]
    public async Task A_whole_measurement_of_the_wrong_type_costs_a_few_requests(InfluxDbVersion version, int most)
    {
        // As when something else had written the measurement before: the host's lines of it all conflict.
        var lines = Enumerable.Range(0, 5000)
            .Select(i => i < 2500 ? $"flow,meter=a v=1 {i}" : $"position,vehicle=b v=!type {i}").ToArray();
        var server = new Server(version, Clues.Documented, new Random(1));

        var found = await server.SendAsync(lines, lines.Length);

        Assert.Equal(Enumerable.Range(2500, 2500), found.Select(b => b.Line));
        Assert.InRange(server.Requests, 1, most);
    }

    [Fact]
    public async Task Measurements_that_alternate_are_told_apart()
    {
        var lines = Enumerable.Range(0, 5000)
            .Select(i => i % 2 == 0 ? $"flow,meter=a v=1 {i}" : $"position,vehicle=b v=!type {i}").ToArray();
        var server = new Server(InfluxDbVersion.V1, Clues.Documented, new Random(1));

        var found = await server.SendAsync(lines, lines.Length);

        Assert.Equal(2500, found.Count);
        Assert.Equal(2500, server.Accepted.Distinct().Count());
        Assert.Equal(3, server.Requests);
    }

    [Fact]
    public async Task A_line_that_is_too_large_by_itself_is_set_aside()
    {
        var lines = Many(100, [], "");
        lines[42] = "flow v=\"" + new string('x', 5000) + "\" 42";
        var server = new Server(InfluxDbVersion.V1, Clues.None, new Random(1)) { Limit = 1000 };

        var found = await server.SendAsync(lines, lines.Length);

        Assert.Equal(42, Assert.Single(found).Line);
        Assert.Equal(99, server.Accepted.Distinct().Count());
    }

    [Fact]
    public async Task Unknown_words_for_every_line_decide_nothing_after_a_few_requests()
    {
        var sut = new Stranger(static _ => false);

        Assert.Empty(await sut.SendAsync(Many(10_000, [], "")));

        Assert.NotNull(sut.Doubt);
        Assert.InRange(sut.Requests, 1, 1 + LineIsolation.Probes);
    }

    [Fact]
    public async Task Unknown_words_for_some_lines_are_believed_once_another_is_taken()
    {
        var random = new Random(1);
        var bad = Enumerable.Range(0, 5000).OrderBy(_ => random.Next()).Take(20).Order().ToArray();
        var sut = new Stranger(line => !line.Contains("!odd", StringComparison.Ordinal));

        var found = await sut.SendAsync(Many(5000, bad, "!odd"));

        Assert.Null(sut.Doubt);
        Assert.Equal(bad, found.Select(b => b.Line));
        // By halving, a probe or two, and every eighth time one more.
        Assert.InRange(
            sut.Requests, 1, ((2 * 20 * (Math.Log2(5000.0 / 20) + 2)) + 1) * 9 / 8 + LineIsolation.Probes + 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task A_server_that_begins_to_refuse_everything_in_the_middle_costs_no_line(int after)
    {
        var random = new Random(after);
        var bad = Enumerable.Range(0, 500).Where(_ => random.Next(10) == 0).ToArray();
        Stranger? sut = null;
        sut = new Stranger(line => sut!.Requests <= after && !line.Contains("!odd", StringComparison.Ordinal));

        Assert.Empty(await sut.SendAsync(Many(500, bad, "!odd")));

        Assert.NotNull(sut.Doubt);
        Assert.InRange(sut.Requests, 1, after + (2 * LineIsolation.Probes) + 2);
    }

    [Fact]
    public async Task Of_few_good_lines_among_many_odd_ones_one_is_found_in_time()
    {
        var sut = new Stranger(line => line.EndsWith(" 777", StringComparison.Ordinal));
        var lines = Many(1000, [], "");
        IReadOnlyList<(int Line, string Detail)> found;
        var tries = 0;
        do found = await sut.SendAsync(lines);
        while (sut.Doubt is not null && ++tries < 1000);

        Assert.Equal(999, found.Count);
    }

    [Fact]
    public void Frames_and_blank_lines_are_no_lines()
    {
        var index = new LineIndex();

        index.Read(Encoding.UTF8.GetBytes("#frame 1\na v=1 1\n\nb v=1 2\n#frame 2\nc v=1 3"));

        Assert.Equal(["a v=1 1", "b v=1 2", "c v=1 3"],
            Enumerable.Range(0, index.Count).Select(i => Encoding.UTF8.GetString(index.Line(i).Span)));
    }

    private static string[] Many(int count, int[] bad, string fault) =>
        [.. Enumerable.Range(0, count).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"flow,meter=m{i % 50} v={(bad.Contains(i) ? fault : "1")} {i}"))];

    private static string Line(int kind, int time, int value) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(value % 3 == 0 ? "flow" : "position")},asset=a "
        + $"v={kind switch { 0 => "!syntax", 1 => "!type", _ => "" }}{value} {time}");

    private static string Identity(string line) =>
        line[..line.IndexOf(' ', StringComparison.Ordinal)] + line[line.LastIndexOf(' ')..];

    /// <summary>
    /// Answers in words that no InfluxDB is known to say where a request holds a line that it does not take.
    /// </summary>
    private sealed class Stranger
    {
        private readonly LineIndex _index = new();
        private readonly LineIsolation _isolation;

        public Stranger(Func<string, bool> takes) => _isolation = new LineIsolation(_index, (set, _) =>
        {
            Requests++;
            var lines = Enumerable.Range(0, set.Count).Select(i => Encoding.UTF8.GetString(_index.Line(set[i]).Span));
            return ValueTask.FromResult(lines.All(takes)
                ? Verdict.Stored
                : AnswerClassifier.Classify(
                    new StoreAnswer(400, "request blocked by policy 949110"), InfluxDbVersion.V1));
        });

        public int Requests { get; private set; }

        public Verdict? Doubt => _isolation.Doubt;

        public Task<IReadOnlyList<(int Line, string Detail)>> SendAsync(string[] lines)
        {
            _index.Read(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));
            return _isolation.SendAsync([LineSet.Run(0, lines.Length)], CancellationToken.None);
        }
    }

    /// <summary>Answers as a server would, without HTTP.</summary>
    private sealed class Server(InfluxDbVersion version, Clues clues, Random random)
    {
        public int Requests { get; private set; }

        public int Limit { get; init; } = int.MaxValue;

        /// <summary>Lines of requests that were accepted whole.</summary>
        public List<string> Accepted { get; } = [];

        /// <summary>The newest line of each identity, as the server has it in the end.</summary>
        public Dictionary<string, string> Stored { get; } = [];

        public async Task<IReadOnlyList<(int Line, string Detail)>> SendAsync(string[] lines, int chunk)
        {
            var index = new LineIndex();
            index.Read(Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));
            var chunks = new List<LineSet>();
            for (var first = 0; first < lines.Length; first += chunk)
                chunks.Add(LineSet.Run(first, Math.Min(chunk, lines.Length - first)));
            return await new LineIsolation(index, (set, _) => ValueTask.FromResult(Post(index, set)))
                .SendAsync(chunks, CancellationToken.None);
        }

        private Verdict Post(LineIndex index, LineSet set)
        {
            Requests++;
            var text = string.Concat(set.Runs(index).Select(run => Encoding.UTF8.GetString(run.Span)));
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(set.Count, lines.Length);
            if (text.Length > Limit) return AnswerClassifier.Classify(new StoreAnswer(413, ""), version);
            var (status, body, stored) = Dialect.Answer(version, lines);
            foreach (var line in stored) Stored[Identity(line)] = line;
            if (status == 204) Accepted.AddRange(lines);
            var verdict = AnswerClassifier.Classify(new StoreAnswer(status, body), version);
            return clues switch
            {
                Clues.None => verdict with { Clue = new LineClue(null, null, []) },
                Clues.Misleading when verdict.IsAboutLines && lines.Length > 1 =>
                    verdict with { Clue = Misleading(lines) },
                _ => verdict,
            };
        }

        // Wrong about single lines. Accounts for every line of a request are believed, so it gives none.
        private LineClue Misleading(string[] lines)
        {
            var some = lines.Where(_ => random.Next(3) == 0).Take(lines.Length - 1)
                .Select(line => new NamedLine(0, line, "wrong"));
            var numbers = Enumerable.Range(1, random.Next(lines.Length)).Select(n => new NamedLine(n, "", "wrong"));
            return new LineClue(
                random.Next(lines.Length), random.Next(2) == 0 ? "flow" : "position",
                [.. random.Next(2) == 0 ? some : numbers]);
        }
    }
}
