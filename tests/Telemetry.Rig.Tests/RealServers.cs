using System.Net.Sockets;

namespace Telemetry.Rig.Tests;

/// <summary>What the other suites take for granted of their servers.</summary>
public sealed class RealServers
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task Mosquitto_Restarted_ListensOnTheSamePortAndKeepsItsLog()
    {
        await using var sut = await MosquittoServer.StartAsync();
        var port = sut.Port;

        await sut.StopAsync();
        Assert.False(await ListensAsync(port));
        await sut.StartAgainAsync();

        Assert.Equal(port, sut.Port);
        Assert.True(await ListensAsync(port));
        Assert.Contains("Saving in-memory database", sut.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mosquitto_AWrongConfiguration_FailsWithItsWords()
    {
        Servers.Require("mosquitto");

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(
            () => MosquittoServer.StartAsync("no_such_option 1"));

        Assert.Contains("no_such_option", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InfluxDb_KilledAndStartedAgain_HasItsData()
    {
        await using var sut = await InfluxDbServer.StartAsync();
        await sut.CreateDatabaseAsync("city");
        using var answer = await Client.PostAsync(
            new Uri(sut.Url, "/write?db=city&precision=ms"), new StringContent("m,a=b v=1.5 1262304000000\n"));
        Assert.Equal(204, (int)answer.StatusCode);

        await sut.KillAsync();
        await sut.StartAgainAsync();

        var row = Assert.Single(await sut.RowsAsync("city", "SELECT v FROM m"));
        Assert.Equal(1262304000000, row[0].GetInt64());
        Assert.Equal(1.5, row[1].GetDouble());
    }

    [Fact]
    public async Task InfluxDb_AWrongQuestion_FailsWithItsWords()
    {
        await using var sut = await InfluxDbServer.StartAsync();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => sut.QueryAsync("", "SELECT FROM"));

        Assert.Contains("error parsing query", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VictoriaMetrics_AfterAWriteOfV2_ExportsThePoint()
    {
        await using var sut = await VictoriaMetricsServer.StartAsync();
        using var answer = await Client.PostAsync(
            new Uri(sut.Url, "/api/v2/write?precision=ms"), new StringContent("m,a=b v=1.5 1262304000000\n"));
        Assert.Equal(204, (int)answer.StatusCode);

        var series = Assert.Single(await sut.ExportAsync("""{__name__="m_v"}"""));

        Assert.Equal("b", series.GetProperty("metric").GetProperty("a").GetString());
        Assert.Equal(1.5, series.GetProperty("values")[0].GetDouble());
        Assert.Equal(1262304000000, series.GetProperty("timestamps")[0].GetInt64());
    }

    [Fact]
    public async Task Server_Disposed_LeavesNoFolderAndNoListener()
    {
        var sut = await MosquittoServer.StartAsync();

        await sut.DisposeAsync();

        Assert.False(Directory.Exists(sut.Folder));
        Assert.False(await ListensAsync(sut.Port));
    }

    [Fact]
    public void FreePort_AskedTwice_GivesTwo()
    {
        Assert.NotEqual(FreePort.Next(), FreePort.Next());
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
