namespace Telemetry.Browser.Tests.Console;

/// <summary>
/// The screens that there are: whoever builds one adds a line here, and everything that holds for every screen is
/// tested of it. Assets are those of <c>city.json</c>.
/// </summary>
internal static class Screens
{
    /// <summary>Path, heading in English, heading in Chinese.</summary>
    public static readonly (string Path, string English, string Chinese)[] All =
    [
        ("/", "Overview", "总览"),
        ("/plants/harbour", "Harbour plant", "港口污水厂"),
        ("/fleet", "Fleet", "车辆"),
        ("/replay", "Replay", "轨迹回放"),
        ("/indicators", "Indicators", "指标"),
        ("/reports", "Reports", "月报"),
        ("/ledger", "Ledger", "台账"),
        ("/declared", "Declared figures", "申报数据"),
        ("/alarms", "Alarms", "报警"),
        ("/accounts", "Accounts", "账户"),
        ("/login", "Sign in", "登录"),
    ];
}
