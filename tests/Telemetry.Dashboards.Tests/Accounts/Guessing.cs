using Microsoft.Extensions.Time.Testing;
using System.Net;
using Telemetry.Dashboards.Access;
using Telemetry.Storage.Operations.Accounts;

namespace Telemetry.Dashboards.Tests.Accounts;

public sealed class Guessing
{
    private static readonly IPAddress Office = IPAddress.Parse("192.0.2.1");

    [Fact]
    public async Task SignIn_WithAWrongPasswordOrName_IsAnsweredTheSame()
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("wang");
        await city.AddAsync("away");
        await city.App.Operations.Accounts.AddAsync(
            new NewAccount(
                "new", Role.Viewer, null, Secrets.HashOfCode("4F7K-QX2M-9TRB"), city.App.Time.GetUtcNow(), ""),
            false, Storage.Operations.Actor.Local, CancellationToken.None);
        var away = (await city.App.Operations.Accounts.ReadAsync(CancellationToken.None)).Accounts[0];
        await city.App.Operations.Accounts.ChangeAsync(
            away.Id, new() { Enabled = false }, Storage.Operations.Actor.Local, CancellationToken.None);
        city.App.Time.Advance(TimeSpan.FromSeconds(3));
        var browser = city.Browser();

        var answers = new List<(int, string?)>();
        foreach (var (name, password) in new[]
        {
            ("wang", "wrong"), ("nobody", City.Password), ("away", City.Password), ("new", "anything"),
        })
        {
            var (status, problem) = await City.SendAsync(browser, "POST", "/api/session", new { name, password });
            answers.Add((status, problem.GetProperty("detail").GetString()));
        }

        Assert.Equal(401, answers[0].Item1);
        Assert.Single(answers.Distinct());
    }

    [Theory]
    [InlineData("wang")]
    [InlineData("nobody")]
    public async Task SignIn_TooOftenWrong_WaitsAndIsWrittenDownOnce(string name)
    {
        await using var city = await City.StartAsync();
        await city.AddAsync("wang");
        var browser = city.Browser();
        for (var i = 0; i < 5; i++)
            Assert.Equal(401, await TryAsync(browser, name, "wrong"));

        Assert.Equal(429, await TryAsync(browser, name, City.Password));
        city.App.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(429, await TryAsync(browser, name, City.Password));
        city.App.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(name == "wang" ? 200 : 401, await TryAsync(browser, name, City.Password));

        var rows = await city.LedgerAsync("sign_in");
        var locks = rows.Where(row => row.Event == "locked out").ToArray();
        Assert.All(locks, row => Assert.Equal("program:web", row.Actor));
        Assert.Equal(name == "wang" ? "account:wang" : "address:127.0.0.1", locks[^1].Subject);
        Assert.Equal(name == "wang" ? 1 : 2, locks.Length);
        var text = await city.App.Operations.Ledger.ReadAsync(new(), CancellationToken.None);
        Assert.DoesNotContain(
            text.Rows, row => $"{row.Subject}{row.After}".Contains("nobody", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_ThatWaits_SaysForHowLong()
    {
        await using var city = await City.StartAsync();
        var browser = city.Browser();
        for (var i = 0; i < 5; i++) await TryAsync(browser, "x", "wrong");

        using var answer = await browser.PostAsync(
            new Uri("/api/session", UriKind.Relative),
            System.Net.Http.Json.JsonContent.Create(new { name = "x", password = "y" }));

        Assert.Equal(30, answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
    }

    /// <summary>What an answer's time could tell: each wrong attempt costs one comparison, whoever it names.</summary>
    [Fact]
    public async Task Match_OfNobody_ComparesOnceAsOfSomebody()
    {
        var hasher = new CountingHasher();
        using var sut = new PasswordDesk(hasher, new AccessOptions());
        var somebody = new Account(
            1, "wang", Role.Viewer, true, "hash of right", null, null, "", default, "local", null);

        Assert.False((await sut.MatchAsync(null, "right", CancellationToken.None)).IsRight);
        Assert.Equal(1, hasher.Compared);
        var disabled = somebody with { Enabled = false };
        Assert.False((await sut.MatchAsync(disabled, "right", CancellationToken.None)).IsRight);
        Assert.Equal(2, hasher.Compared);
        Assert.False((await sut.MatchAsync(somebody, "wrong", CancellationToken.None)).IsRight);
        Assert.Equal(3, hasher.Compared);
        Assert.True((await sut.MatchAsync(somebody, "right", CancellationToken.None)).IsRight);
    }

    [Fact]
    public void Brake_WaitsDouble_UpToAQuarterOfAnHour()
    {
        var time = new FakeTimeProvider();
        var sut = new SignInBrake(time);
        for (var i = 0; i < SignInBrake.FreeForName - 1; i++) Assert.Null(sut.Begin("li", Office, out _)!.Longer);

        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            var attempt = sut.Begin("li", Office, out _);
            var wait = attempt!.Longer!.Until - time.GetUtcNow();
            waits.Add(wait.TotalSeconds);
            time.Advance(wait);
        }

        Assert.Equal([30, 60, 120, 240, 480, 900, 900, 900], waits);
    }

    [Fact]
    public void Brake_OfAnAddress_IsFreeForMoreAndCountsEveryName()
    {
        var sut = new SignInBrake(new FakeTimeProvider());
        for (var i = 0; i < SignInBrake.FreeForAddress; i++) Assert.NotNull(sut.Begin($"name {i}", Office, out _));

        Assert.Null(sut.Begin("another", Office, out var wait));
        Assert.Equal(SignInBrake.FirstWait, wait);
        Assert.NotNull(sut.Begin("another", IPAddress.Parse("192.0.2.2"), out _));
    }

    [Fact]
    public void Brake_AfterASuccess_ForgetsTheNameButNotTheAddress()
    {
        var sut = new SignInBrake(new FakeTimeProvider());
        for (var i = 0; i < SignInBrake.FreeForAddress - 1; i++)
        {
            sut.Begin("guessed " + i, Office, out _);
            sut.Begin("mine", Office, out _);
            sut.Succeeded("mine", Office);
        }

        Assert.NotNull(sut.Begin("guessed", Office, out _));
        Assert.Null(sut.Begin("guessed on", Office, out _));
    }

    [Fact]
    public void Brake_AnHourAfterTheLast_HasForgotten()
    {
        var time = new FakeTimeProvider();
        var sut = new SignInBrake(time);
        for (var i = 0; i < SignInBrake.FreeForName; i++) sut.Begin("li", Office, out _);

        time.Advance(SignInBrake.ForgetAfter);

        Assert.Null(sut.Begin("li", Office, out _)!.Longer);
    }

    [Fact]
    public void Brake_NamesByTheTenThousand_TakeNoMoreMemory()
    {
        var time = new FakeTimeProvider();
        var sut = new SignInBrake(time);

        for (var i = 0; i < 100_000; i++) sut.Begin($"name {i}", new IPAddress(i + 1L), out _);

        Assert.True(sut.Known <= 20_002, $"{sut.Known} keys");
    }

    [Theory]
    [InlineData("2001:db8::1", "2001:db8::/64")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("::1", "::1")]
    public void Address_OfIpv6_IsItsNetwork(string address, string words) =>
        Assert.Equal(words, SignInBrake.WordsFor(IPAddress.Parse(address)));

    private static async Task<int> TryAsync(HttpClient browser, string name, string password) =>
        (await City.SendAsync(browser, "POST", "/api/session", new { name, password })).Status;

    private sealed class CountingHasher : Microsoft.AspNetCore.Identity.IPasswordHasher<Account>
    {
        public int Compared { get; private set; }

        public string HashPassword(Account user, string password) => "hash of " + password;

        public Microsoft.AspNetCore.Identity.PasswordVerificationResult VerifyHashedPassword(
            Account user, string hashedPassword, string providedPassword)
        {
            Compared++;
            return hashedPassword == "hash of " + providedPassword
                ? Microsoft.AspNetCore.Identity.PasswordVerificationResult.Success
                : Microsoft.AspNetCore.Identity.PasswordVerificationResult.Failed;
        }
    }
}
