namespace Telemetry.Domain.Alarms.Words;

internal static class HostWords
{
    public static RuleWords[] All =>
    [
        new(AlarmRule.SpoolGrowing, Measure.Minutes,
            "{name}: readings wait for the store", "{name}数据入库滞后",
            "The oldest reading in the spool of {name} has waited for {value} (limit {limit}), since {since}.",
            "{name}缓存中最早的数据已等待{value}（限值{limit}），自{since}起。",
            "Look at the store's load; nothing is lost while the disk has room.",
            "检查数据库负载；磁盘有余量时数据不会丢失。"),
        new(AlarmRule.StoreDown, Measure.Plain,
            "{name}: the store takes nothing", "{name}数据库不可写",
            "The store of {name} takes nothing {detail}, since {since}.",
            "{name}的数据库自{since}起无法写入{（detail）}。",
            "Look at the store; readings are acknowledged and kept in the spool meanwhile.",
            "检查数据库；期间数据已确认并保存在本机缓存。"),
        new(AlarmRule.DeadLettersRising, Measure.PerMinute,
            "{name}: many messages are refused", "{name}异常报文增多",
            "{name} refuses {value} (limit {limit}), since {since}.",
            "{name}拒收报文{value}（限值{limit}），自{since}起。",
            "See in the dead letters which device sends what.",
            "在异常报文中查看来源设备和原因。"),
        new(AlarmRule.SessionLost, Measure.Plain,
            "{name}: the broker session is lost", "{name}消息服务会话丢失",
            "The session of {name} at its broker is down or was lost {detail}, since {since}.",
            "{name}与消息服务器的会话自{since}起中断或丢失{（detail）}。",
            "Look at the broker: does it run, and does it persist?",
            "检查消息服务器是否运行、是否开启持久化。"),
        new(AlarmRule.ClockOff, Measure.Plain,
            "{name}: the clock can't be trusted", "{name}时钟未同步",
            "The clock of {name} isn't synchronised, since {since}: readings are flagged, none is judged by time.",
            "{name}时钟自{since}起未同步：数据带标记入库，不作时间判定。",
            "Check NTP on the host.",
            "检查主机的 NTP 对时。"),
        new(AlarmRule.DiskLow, Measure.Fraction,
            "{name}: the disk is nearly full", "{name}磁盘空间不足",
            "{value} of the disk of {name} is free (limit {limit}), since {since}.",
            "{name}磁盘剩余{value}（限值{limit}），自{since}起。",
            "Make room; when it is full nothing is acknowledged any more.",
            "清理磁盘；写满后将停止确认数据。"),
    ];
}
