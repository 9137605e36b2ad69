using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Telemetry.Dashboards.Access;
using Telemetry.Dashboards.DeadLetters;
using Telemetry.Dashboards.Map;
using Telemetry.Dashboards.Places;
using Telemetry.Dashboards.Reports;
using Telemetry.Dashboards.Status;
using Telemetry.Dashboards.Tests.Doors;
using Telemetry.Dashboards.Works;
using Telemetry.Domain.Live;
using Telemetry.Domain.Registry;
using Telemetry.Storage.Operations;
using Telemetry.Storage.Operations.Accounts;
using Telemetry.Storage.Queries;

namespace Telemetry.Dashboards.Tests;

/// <summary>
/// The real pipeline on Kestrel at a free loopback port; only the doors to other rooms are of the test.
/// </summary>
internal sealed class DashboardsApp : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 4, 0, 0, TimeSpan.Zero);

    private readonly WebApplication _app;

    private OperationalStore? _operations;
    private DirectoryInfo? _folder;

    private DashboardsApp(WebApplication app, FakeTimeProvider time, TestStatus status)
    {
        _app = app;
        Time = time;
        Status = status;
        Board = app.Services.GetRequiredService<LiveBoard>();
    }

    public FakeTimeProvider Time { get; }

    public TestStatus Status { get; }

    public LiveBoard Board { get; }

    public TestRegistry Registry { get; private init; } = null!;

    public TestPlaceBook Places { get; private init; } = null!;

    public TestStore Store { get; private init; } = null!;

    public TestDeadLetters DeadLetters { get; private init; } = null!;

    public IOperations Operations { get; private init; } = null!;

    public TestWorks Works { get; private init; } = null!;

    public LogLines Log { get; private init; } = null!;

    public IServiceProvider Services => _app.Services;

    public MonthlyReports Reports => _app.Services.GetRequiredService<MonthlyReports>();

    public HttpClient Client { get; private set; } = null!;

    /// <param name="configure">The API's limits.</param>
    /// <param name="map">What the map is drawn on.</param>
    /// <param name="access">Who is let in; by default nobody signs in, and this machine may do everything.</param>
    public static async Task<DashboardsApp> StartAsync(
        Action<DashboardsOptions>? configure = null, MapOptions? map = null, AccessOptions? access = null)
    {
        var time = new FakeTimeProvider(Start);
        var status = new TestStatus(time);
        var registry = new TestRegistry();
        var places = new TestPlaceBook(registry);
        var store = new TestStore();
        var letters = new TestDeadLetters();
        var works = new TestWorks();
        var folder = Directory.CreateTempSubdirectory("telemetry-dashboards-");
        var operations = OperationalStore.Open(
            new OperationsOptions { Path = Path.Combine(folder.FullName, "operations.db") }, time,
            NullLogger<OperationalStore>.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        var log = new LogLines();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services
            .AddSingleton<TimeProvider>(time).AddSingleton<LiveBoard>().AddSingleton<IHostStatus>(status)
            .AddSingleton<IRegistrySource>(registry).AddSingleton<ITelemetryReader>(store)
            .AddSingleton<IDerivedReader>(store).AddSingleton<IOperations>(operations)
            .AddSingleton<IDeadLetterSource>(letters).AddSingleton<IHostWorks>(works).AddSingleton<IPlaceBook>(places)
            .AddSingleton(map ?? new MapOptions()).AddTelemetryDashboards(configure)
            .AddTelemetryAccess(access ?? new AccessOptions());
        var app = builder.Build();
        app.UseTelemetryAccess();
        app.MapTelemetryDashboards();
        await app.StartAsync();
        return new DashboardsApp(app, time, status)
        {
            Registry = registry,
            Places = places,
            Store = store,
            DeadLetters = letters,
            Works = works,
            Operations = operations,
            Log = log,
            _folder = folder,
            _operations = operations,
            Client = NewClient(app),
        };
    }

    /// <summary>Another browser, with cookies of its own.</summary>
    public HttpClient NewClient() => NewClient(_app);

    private static HttpClient NewClient(WebApplication app) => new(
        new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        BaseAddress = new Uri(app.Urls.Single()),
        Timeout = TimeSpan.FromSeconds(30),
    };

    public void Post(string topic, DateTimeOffset at, string fields)
    {
        var ms = at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        Board.Post(
            new LiveMessage(
            topic, at.ToUnixTimeMilliseconds(), Encoding.UTF8.GetBytes($$"""{"ts":{{ms}},{{fields}}}""")));
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return Parse(text);
    }

    /// <summary>The problem's detail, once it is what a problem must be.</summary>
    public async Task<string> GetProblemAsync(string path, int status)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = Parse(text);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        return problem.GetProperty("detail").GetString()!;
    }

    public async Task<JsonElement> PostAsync(string path, string json, string? token = null)
    {
        using var answer = await SendAsync(path, json, "application/json", token);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {text}");
        return Parse(text);
    }

    /// <summary>The problem's detail, once it is what a problem must be.</summary>
    public async Task<string> PostProblemAsync(string path, string json, int status)
    {
        using var answer = await SendAsync(path, json, "application/json");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return Parse(text).GetProperty("detail").GetString()!;
    }

    public async Task<HttpResponseMessage> SendAsync(
        string path, string body, string mediaType, string? token = null, string? site = null,
        HttpMethod? method = null)
    {
        if (token is not null) await GiveOutAsync(token);
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, mediaType),
        };
        if (token is not null) request.Headers.Authorization = new("Bearer", SecretOf(token));
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        return await Client.SendAsync(request);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _operations?.Dispose();
        _folder?.Delete(recursive: true);
    }

    /// <summary>The secret of the token of this name that <see cref="GiveOutAsync"/> gives out.</summary>
    public static string SecretOf(string token) => $"secret-of-{token}";

    /// <summary>A token in force; once more changes nothing.</summary>
    public async Task GiveOutAsync(string name, Role role = Role.Administrator, bool kiosk = false)
    {
        var token = new NewToken(
            name, role, kiosk, Secrets.HashOf(SecretOf(name)), Time.GetUtcNow().AddYears(1), "for a test");
        await Operations.Accounts.AddTokenAsync(token, Actor.Local, CancellationToken.None);
        _app.Services.GetRequiredService<AccountsInForce>().Forget();
    }

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
