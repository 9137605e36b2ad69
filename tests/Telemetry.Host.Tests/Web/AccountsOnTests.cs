using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Web;

/// <summary>The built host with accounts on, and the commands beside it.</summary>
public sealed partial class AccountsOnTests : IDisposable
{
    private const string Password = "four plain words here";

    private readonly TempFolder _folder = new();
    private readonly Uri _url = new($"http://127.0.0.1:{FreePort.Next()}");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_host_s_own_addresses_want_a_reader_and_liveness_does_not()
    {
        await using var host = await StartAsync();
        using var client = Client();

        Assert.Equal(200, await StatusAsync(client, "/health/live"));
        Assert.Equal(401, await StatusAsync(client, "/health/ready"));
        Assert.Equal(401, await StatusAsync(client, "/metrics"));
        Assert.Equal(401, await StatusAsync(client, "/api/status"));
        Assert.Equal(200, await StatusAsync(client, "/"));
    }

    [Fact]
    public async Task An_account_added_by_command_beside_the_running_host_signs_in_and_is_reset()
    {
        await using var host = await StartAsync();
        using var client = Client();

        var added = await CommandAsync("account", "add", "王芳", "--role", "viewer");
        await SetAsync(client, "王芳", Code.Match(added).Value);
        Assert.Equal(200, await StatusAsync(client, "/metrics"));
        Assert.Contains("王芳\tviewer\tenabled\tlast sign-in 2", await CommandAsync("account", "list"));

        await CommandAsync("account", "reset", "王芳", "--why", "forgotten");
        await Eventually.TrueAsync(
            async () => await StatusAsync(client, "/metrics") == 401, TimeSpan.FromSeconds(10),
            "the end of the session");
    }

    [Fact]
    public async Task A_session_outlives_the_host_that_gave_it()
    {
        using var client = Client();
        await using (var first = await StartAsync())
        {
            await SetAsync(client, "wang", Code.Match(await CommandAsync("account", "add", "wang")).Value);
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await StartAsync();

        Assert.Equal(200, await StatusAsync(client, "/api/status"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(_folder.File("data/host/keys")));
        }
    }

    [Theory]
    [InlineData("reset nobody", "there is no account 'nobody'")]
    [InlineData("add wang --role king", "--role 'king': one of viewer, dispatcher, operator, engineer, administrator")]
    [InlineData("add <b>", "'<b>' is no name")]
    public async Task A_command_that_can_t_be_done_says_why(string words, string problem)
    {
        Directory.CreateDirectory(_folder.File("data/host"));

        var outcome = await HostProcess.RunAsync(["account", .. words.Split(' ')], folder: _folder.Path);

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(problem, outcome.Output, StringComparison.Ordinal);
    }

    private Task<HostProcess> StartAsync() => HostProcess.StartAsync(
        [
            $"--Telemetry:Web:Url={_url.GetLeftPart(UriPartial.Authority)}", "--Telemetry:Web:Accounts=On",
            $"--Telemetry:Broker:Port={FreePort.Next()}",
        ],
        ready: new Uri(_url, "/health/live"), folder: _folder.Path);

    private async Task<string> CommandAsync(params string[] words)
    {
        var outcome = await HostProcess.RunAsync(words, folder: _folder.Path);
        Assert.True(outcome.ExitCode == 0, outcome.Output);
        return outcome.Output;
    }

    private async Task SetAsync(HttpClient client, string name, string code)
    {
        // The host heeds what a command did within two seconds.
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await client.PostAsJsonAsync(
                    new Uri(_url, "/api/session/password"), new { name, code, password = Password });
                return answer.IsSuccessStatusCode;
            },
            TimeSpan.FromSeconds(10), "the account's first password");
    }

    private async Task<int> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(_url, path));
        return (int)answer.StatusCode;
    }

    private static HttpClient Client() => new(new SocketsHttpHandler { UseProxy = false });

    [GeneratedRegex("[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")]
    private static partial Regex Code { get; }
}
