using System.Net;
using System.Net.Sockets;
using Telemetry.Rig;

namespace Telemetry.Host.Tests.Starting;

/// <summary>
/// What a person sees of the built program when it can't start: one line a problem, exit code 2, nothing else.
/// </summary>
public sealed class RefusedStartTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _web = FreePort.Next();
    private readonly int _mqtt = FreePort.Next();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_web_port_in_use_is_named_before_anything_begins()
    {
        using var other = Listen(_web);

        var line = await RefusedAsync();

        Assert.Contains($"Telemetry:Web:Url http://127.0.0.1:{_web} is in use", line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("data")));
    }

    [Fact]
    public async Task A_broker_port_in_use_is_named()
    {
        using var other = Listen(_mqtt);

        Assert.Contains("Telemetry:Broker:Port", await RefusedAsync(allowLogs: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_is_a_file_is_named()
    {
        await File.WriteAllTextAsync(_folder.File("data"), "");

        Assert.Contains("Telemetry:Host:DataFolder", await RefusedAsync(allowLogs: true), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Telemetry:Spool:Folder")]
    [InlineData("Telemetry:DeadLetters:Folder")]
    public async Task A_folder_that_is_a_file_is_named(string option)
    {
        await File.WriteAllTextAsync(_folder.File("taken"), "");

        var line = await RefusedAsync(allowLogs: true, $"--{option}=taken");

        Assert.StartsWith($"telemetry: {option}", line, StringComparison.Ordinal);
        Assert.Contains(_folder.File("taken"), line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operational_store_that_is_no_database_is_named_at_the_start()
    {
        await File.WriteAllTextAsync(_folder.File("decisions.db"), new string('x', 4096));

        var line = await RefusedAsync(allowLogs: true, "--Telemetry:Operations:Path=decisions.db");

        Assert.StartsWith(
            $"telemetry: Telemetry:Operations:Path {_folder.File("decisions.db")} can't be opened", line,
            StringComparison.Ordinal);
        Assert.Contains("telemetry restore", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_registry_is_told_problem_by_problem_before_anything_begins()
    {
        await File.WriteAllTextAsync(_folder.File("city.json"), """{ "oops": 1 }""");

        var (outcome, lines) = await RunAsync("--Telemetry:Registry:Path=city.json");

        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(_folder.File("city.json"), lines[0], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
        Assert.Contains(lines, line => line.Contains("oops", StringComparison.Ordinal));
        Assert.Equal(lines, outcome.Output.Trim().Split('\n'));
        Assert.False(Directory.Exists(_folder.File("data")));
    }

    [Fact]
    public async Task Https_without_a_certificate_says_where_to_name_one()
    {
        var line = await RefusedAsync(allowLogs: true, $"--Telemetry:Web:Url=https://127.0.0.1:{_web}");

        Assert.Contains("Kestrel__Certificates__Default__Path", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_named()
    {
        await File.WriteAllTextAsync(_folder.File("tokens"), "operator:0123456789abcdef");

        var line = await RefusedAsync(
            allowLogs: false, $"--Telemetry:Web:Url=http://192.0.2.1:{_web}", "--Telemetry:Web:TokenFile=tokens");

        Assert.Contains($"Telemetry:Web:Url http://192.0.2.1:{_web}", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--config", "absent.json", "--config 'absent.json' does not exist")]
    [InlineData("dmeo", "", "'dmeo' is no command; did you mean 'demo'?")]
    [InlineData("--verbose", "", "'--verbose' is no option")]
    [InlineData("dead-letters", "", "Required command was not provided (see telemetry dead-letters --help)")]
    [InlineData("dead-letters list", "--limit=0", "--limit '0': 1 or more")]
    [InlineData("dead-letters replay", "--resaon", "did you mean '--reason'?")]
    [InlineData("dead-letters list", "", "Telemetry:Host:DataFolder")]
    [InlineData("backup", "copy.zip", "there is no folder")]
    [InlineData("restore", "absent.zip", "absent.zip")]
    [InlineData("resend", "--from=yesterday-ish", "--from")]
    [InlineData("password", "", "no password was given")]
    public async Task A_command_that_can_not_be_done_is_one_line(string command, string argument, string words)
    {
        string[] arguments = [.. command.Split(' '), .. argument.Length > 0 ? [argument] : Array.Empty<string>()];

        var outcome = await HostProcess.RunAsync(arguments, folder: _folder.Path);

        Assert.Equal(2, outcome.ExitCode);
        var line = Assert.Single(outcome.Output.Trim().Split('\n'));
        Assert.StartsWith("telemetry: ", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_behind_a_mistyped_option_is_not_repeated()
    {
        var outcome = await HostProcess.RunAsync(
            ["--Mqtt:Password=hunter2", "--mqtt-password", "hunter3", "-Telemetry:Mqtt:Password=hunter4"],
            folder: _folder.Path);

        Assert.Equal(2, outcome.ExitCode);
        Assert.DoesNotContain("hunter", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(3, outcome.Errors.Trim().Split('\n').Length);
    }

    [Fact]
    public async Task A_data_folder_on_a_read_only_disk_is_named()
    {
        var disk = await SmallDisk.RequireAsync(1 << 20, isReadOnly: true);
        await using var host = await HostProcess.StartAsync(
            [$"--Telemetry:Web:Url=http://127.0.0.1:{_web}", $"--Telemetry:Broker:Port={_mqtt}"],
            folder: _folder.Path, disk: disk);

        Assert.Equal(2, await host.WaitForExitAsync());
        // Logs may come before it.
        var line = host.Output.Trim().Split('\n')[^1];
        Assert.StartsWith("telemetry: Telemetry:Host:DataFolder", line, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", line, StringComparison.Ordinal);
    }

    private static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen();
        return socket;
    }

    private async Task<(ProcessOutcome Outcome, string[] Lines)> RunAsync(params string[] arguments)
    {
        var outcome = await HostProcess.RunAsync(
            [$"--Telemetry:Web:Url=http://127.0.0.1:{_web}", $"--Telemetry:Broker:Port={_mqtt}", .. arguments],
            folder: _folder.Path);
        Assert.DoesNotContain("   at ", outcome.Output, StringComparison.Ordinal);
        return (outcome, outcome.Errors.Trim().Split('\n'));
    }

    /// <summary>The one line; where logs are not allowed, the only output there is.</summary>
    private async Task<string> RefusedAsync(bool allowLogs = false, params string[] arguments)
    {
        var (outcome, lines) = await RunAsync(arguments);
        Assert.True(outcome.ExitCode == 2, outcome.Output);
        var line = Assert.Single(lines);
        if (!allowLogs) Assert.Equal(line, outcome.Output.Trim());
        return line;
    }
}
