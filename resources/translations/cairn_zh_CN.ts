<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
    <context>
        <name>AxisWords</name>
        <message>
            <source>feature</source>
            <translation>特征</translation>
        </message>
        <message>
            <source>features</source>
            <translation>特征</translation>
        </message>
        <message>
            <source>unit</source>
            <translation>单元</translation>
        </message>
        <message>
            <source>units</source>
            <translation>单元</translation>
        </message>
        <message>
            <source>class</source>
            <translation>类</translation>
        </message>
        <message>
            <source>classes</source>
            <translation>类</translation>
        </message>
        <message>
            <source>output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>outputs</source>
            <translation>输出</translation>
        </message>
    </context>
    <context>
        <name>DropPlan</name>
        <message>
            <source>Show this checkpoint of %1</source>
            <translation>显示 %1 的这个检查点</translation>
        </message>
        <message>
            <source>Open %1</source>
            <translation>打开 %1</translation>
        </message>
        <message>
            <source>Train on %1</source>
            <translation>用 %1 训练</translation>
        </message>
        <message>
            <source>Make an experiment from %1</source>
            <translation>根据 %1 新建实验</translation>
        </message>
        <message>
            <source>Explain the traceback in %1</source>
            <translation>解释 %1 中的回溯</translation>
        </message>
        <message>
            <source>Explain this traceback</source>
            <translation>解释这段回溯</translation>
        </message>
    </context>
    <context>
        <name>ErrorText</name>
        <message>
            <source>%1 is not there: %2.</source>
            <translation>%1 不存在：%2。</translation>
        </message>
        <message>
            <source>Not found: %1.</source>
            <translation>未找到：%1。</translation>
        </message>
        <message>
            <source>%1 can't be read or written: %2.</source>
            <translation>%1 无法读取或写入：%2。</translation>
        </message>
        <message>
            <source>Reading or writing failed: %1.</source>
            <translation>读写失败：%1。</translation>
        </message>
        <message>
            <source>%1 can't be written, the disk is full: %2.</source>
            <translation>无法写入 %1，磁盘已满：%2。</translation>
        </message>
        <message>
            <source>The disk is full: %1.</source>
            <translation>磁盘已满：%1。</translation>
        </message>
        <message>
            <source>%1 ends too early: %2.</source>
            <translation>%1 过早结束：%2。</translation>
        </message>
        <message>
            <source>A file ends too early: %1.</source>
            <translation>文件过早结束：%1。</translation>
        </message>
        <message>
            <source>%1 is damaged: %2.</source>
            <translation>%1 已损坏：%2。</translation>
        </message>
        <message>
            <source>A file is damaged: %1.</source>
            <translation>文件已损坏：%1。</translation>
        </message>
        <message>
            <source>%1 can't be used here: %2.</source>
            <translation>%1 不能用在这里：%2。</translation>
        </message>
        <message>
            <source>This can't be used here: %1.</source>
            <translation>不能用在这里：%1。</translation>
        </message>
        <message>
            <source>%1 doesn't hold what is needed: %2.</source>
            <translation>%1 缺少所需内容：%2。</translation>
        </message>
        <message>
            <source>This can't be used: %1.</source>
            <translation>无法使用：%1。</translation>
        </message>
        <message>
            <source>Stopped before it was done.</source>
            <translation>未完成便已停止。</translation>
        </message>
        <message>
            <source>%1 is being written by another program: %2.</source>
            <translation>另一个程序正在写入 %1：%2。</translation>
        </message>
        <message>
            <source>Another program is writing here: %1.</source>
            <translation>另一个程序正在写入这里：%1。</translation>
        </message>
        <message>
            <source>%1 stopped, the loss is not a number: %2.</source>
            <translation>%1 已停止，损失不是数字：%2。</translation>
        </message>
        <message>
            <source>Training stopped, the loss is not a number: %1.</source>
            <translation>训练已停止，损失不是数字：%1。</translation>
        </message>
        <message>
            <source>%1; %2</source>
            <translation>%1；%2</translation>
        </message>
        <message numerus="yes">
            <source>%n more like this.</source>
            <translation>
                <numerusform>另有 %n 个类似。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FilterText</name>
        <message>
            <source>the quote is not closed</source>
            <translation>引号没有闭合</translation>
        </message>
        <message>
            <source>the pattern has no closing /</source>
            <translation>正则表达式缺少结尾的 /</translation>
        </message>
        <message>
            <source>the ( is not closed</source>
            <translation>左括号 ( 没有闭合</translation>
        </message>
        <message>
            <source>a ) without its (</source>
            <translation>多出一个 )</translation>
        </message>
        <message>
            <source>a condition is missing</source>
            <translation>缺少条件</translation>
        </message>
        <message>
            <source>brackets nest too deep</source>
            <translation>括号嵌套过深</translation>
        </message>
        <message>
            <source>nothing behind not</source>
            <translation>not 后面没有内容</translation>
        </message>
        <message>
            <source>nothing behind and</source>
            <translation>and 后面没有内容</translation>
        </message>
        <message>
            <source>! stands alone; != or not is meant</source>
            <translation>! 不能单独使用；请用 != 或 not</translation>
        </message>
        <message>
            <source>%1, at character %2</source>
            <translation>%1，位于第 %2 个字符</translation>
        </message>
    </context>
    <context>
        <name>Numbers</name>
        <message>
            <source>%1 d %2 h</source>
            <translation>%1 天 %2 小时</translation>
        </message>
        <message>
            <source>%1 steps/s</source>
            <translation>%1 步/秒</translation>
        </message>
        <message>
            <source>&lt; 1 s left</source>
            <translation>剩余 &lt; 1 秒</translation>
        </message>
        <message>
            <source>%1 left</source>
            <translation>剩余 %1</translation>
        </message>
        <message>
            <source>just now</source>
            <translation>刚刚</translation>
        </message>
        <message>
            <source>%1 min ago</source>
            <translation>%1 分钟前</translation>
        </message>
        <message>
            <source>%1 h ago</source>
            <translation>%1 小时前</translation>
        </message>
        <message>
            <source>%1 d ago</source>
            <translation>%1 天前</translation>
        </message>
    </context>
    <context>
        <name>RunColumn</name>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>步</translation>
        </message>
        <message>
            <source>Age</source>
            <translation>更新</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>文件夹</translation>
        </message>
    </context>
    <context>
        <name>RunPill</name>
        <message>
            <source>queued</source>
            <translation>排队中</translation>
        </message>
        <message>
            <source>starting</source>
            <translation>启动中</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>paused %1 %</source>
            <translation>已暂停 %1 %</translation>
        </message>
        <message>
            <source>stopping</source>
            <translation>停止中</translation>
        </message>
        <message>
            <source>new</source>
            <translation>新建</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>diverged (NaN)</source>
            <translation>发散（NaN）</translation>
        </message>
        <message>
            <source>running</source>
            <translation>运行中</translation>
        </message>
        <message>
            <source>elsewhere</source>
            <translation>在别处运行</translation>
        </message>
        <message>
            <source>lost</source>
            <translation>失去联系</translation>
        </message>
        <message>
            <source>unreadable</source>
            <translation>无法读取</translation>
        </message>
        <message>
            <source>running %1 percent</source>
            <translation>运行中，百分之 %1</translation>
        </message>
        <message>
            <source>trained by %1</source>
            <translation>由 %1 训练</translation>
        </message>
        <message>
            <source>finished, %1</source>
            <translation>已完成，%1</translation>
        </message>
        <message>
            <source>stopped, %1</source>
            <translation>已停止，%1</translation>
        </message>
    </context>
    <context>
        <name>TagGroups</name>
        <message>
            <source>train</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Pinned</source>
            <translation>已固定</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>指标</translation>
        </message>
        <message>
            <source>eval</source>
            <translation>评估</translation>
        </message>
    </context>
    <context>
        <name>TensorFilterText</name>
        <message>
            <source>a shape is written as %1</source>
            <translation>形状写作 %1</translation>
        </message>
    </context>
    <context>
        <name>TensorRows</name>
        <message>
            <source>scalar</source>
            <translation>标量</translation>
        </message>
    </context>
    <context>
        <name>Traceback</name>
        <message>
            <source>the .index file</source>
            <translation>.index 文件</translation>
        </message>
        <message>
            <source>the data file</source>
            <translation>数据文件</translation>
        </message>
        <message>
            <source>the checkpoint file</source>
            <translation>checkpoint 文件</translation>
        </message>
        <message>
            <source>, or </source>
            <translation>，或 </translation>
        </message>
        <message>
            <source>Hidden layer %1 had %2 units when the checkpoint was saved; the script asks for %3.</source>
            <translation>保存检查点时第 %1 个隐藏层有 %2 个单元；脚本现在要求 %3 个。</translation>
        </message>
        <message>
            <source>%1 was %2 when the checkpoint was saved; the script asks for %3.</source>
            <translation>保存检查点时 %1 是 %2；脚本现在要求 %3。</translation>
        </message>
        <message>
            <source>The checkpoint</source>
            <translation>检查点</translation>
        </message>
        <message>
            <source>The script wants %1, which the checkpoint does not hold.</source>
            <translation>脚本需要 %1，但检查点中没有。</translation>
        </message>
        <message>
            <source>%1 is not what it was when the checkpoint was saved.</source>
            <translation>%1 与保存检查点时不同。</translation>
        </message>
        <message>
            <source>The config</source>
            <translation>配置</translation>
        </message>
        <message>
            <source>%1 has the type %2 in the checkpoint; the script wants %3.</source>
            <translation>%1 在检查点中的类型是 %2；脚本需要 %3。</translation>
        </message>
        <message>
            <source>A file of the checkpoint is damaged.</source>
            <translation>检查点的一个文件已损坏。</translation>
        </message>
        <message>
            <source>%1 is not where the script looks for it.</source>
            <translation>脚本在其查找的位置找不到 %1。</translation>
        </message>
        <message>
            <source>The checkpoint file of the model_dir names no checkpoint.</source>
            <translation>model_dir 中的 checkpoint 文件没有指向任何检查点。</translation>
        </message>
        <message>
            <source>This is no restore error that Cairn knows.</source>
            <translation>这不是 Cairn 认识的恢复错误。</translation>
        </message>
        <message>
            <source>To be looked at: %1. TensorFlow names the first key only; with the model_dir, Cairn lists all that differ.</source>
            <translation>需要检查：%1。TensorFlow 只说出第一个键；有了 model_dir，Cairn 会列出全部差异。</translation>
        </message>
        <message>
            <source>Told by %1. TensorFlow names one tensor only; with the model_dir, Cairn lists all that differ.</source>
            <translation>依据：%1。TensorFlow 只说出一个张量；有了 model_dir，Cairn 会列出全部差异。</translation>
        </message>
        <message>
            <source>two shapes</source>
            <translation>两个形状</translation>
        </message>
        <message>
            <source>It restored, since shapes were not checked, and broke in the first step.</source>
            <translation>由于不检查形状，恢复成功了，但在第一步出错。</translation>
        </message>
        <message>
            <source>No change of the config explains it: the bytes are not those that were written.</source>
            <translation>配置的任何更改都解释不了：字节与当初写入的不同。</translation>
        </message>
        <message>
            <source>The config may be right: the file that leads to the checkpoint is not.</source>
            <translation>配置可能没有问题：是指向检查点的文件有问题。</translation>
        </message>
        <message>
            <source>TensorFlow names one tensor only; with the model_dir, Cairn lists all that differ.</source>
            <translation>TensorFlow 只说出一个张量；有了 model_dir，Cairn 会列出全部差异。</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Tensor</source>
            <translation>张量</translation>
        </message>
        <message>
            <source>Script wants</source>
            <translation>脚本需要</translation>
        </message>
        <message>
            <source>Checkpoint has</source>
            <translation>检查点中为</translation>
        </message>
        <message>
            <source>, optimizer %1</source>
            <translation>，优化器 %1</translation>
        </message>
        <message>
            <source>Config key</source>
            <translation>配置键</translation>
        </message>
        <message>
            <source>1.x: attributes of the node are printed</source>
            <translation>1.x：打印了节点的属性</translation>
        </message>
        <message>
            <source>2.x: the node stands in double braces</source>
            <translation>2.x：节点在双花括号中</translation>
        </message>
        <message>
            <source>Steps of the script</source>
            <translation>脚本的步数</translation>
        </message>
        <message>
            <source>model_dir, step</source>
            <translation>model_dir、步数</translation>
        </message>
        <message>
            <source>Put hidden_units back</source>
            <translation>改回 hidden_units</translation>
        </message>
        <message>
            <source>Entry %1 must be %2 again. The others aren't known from this text.</source>
            <translation>第 %1 项须改回 %2。其余各项无法从这段文本得知。</translation>
        </message>
        <message>
            <source>Put %1 back</source>
            <translation>改回 %1</translation>
        </message>
        <message>
            <source>It must be %1 again.</source>
            <translation>须改回 %1。</translation>
        </message>
        <message>
            <source>Train in a new model_dir</source>
            <translation>在新的 model_dir 中训练</translation>
        </message>
        <message>
            <source>Another model_dir in the script starts at step 0; the old checkpoint stays.</source>
            <translation>在脚本中换一个 model_dir，从第 0 步开始；旧检查点保留。</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::AtStepTable</name>
        <message>
            <source>Values at the step</source>
            <translation>该步的值</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::Band</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::CardGroup</name>
        <message>
            <source>Fold</source>
            <translation>折叠</translation>
        </message>
        <message numerus="yes">
            <source>%n chart(s)</source>
            <translation>
                <numerusform>%n 张图</numerusform>
            </translation>
        </message>
        <message>
            <source>Unfold %1</source>
            <translation>展开 %1</translation>
        </message>
        <message>
            <source>Fold %1</source>
            <translation>折叠 %1</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ChangesCard</name>
        <message>
            <source>What changed in the config</source>
            <translation>配置的变化</translation>
        </message>
        <message>
            <source>from cairn.json</source>
            <translation>来自 cairn.json</translation>
        </message>
        <message>
            <source>told by the checkpoint</source>
            <translation>由检查点得知</translation>
        </message>
        <message>
            <source>harmless</source>
            <translation>无害</translation>
        </message>
        <message>
            <source>Nothing.</source>
            <translation>无。</translation>
        </message>
        <message>
            <source>Not recorded: what leaves no trace in a checkpoint can't be told.</source>
            <translation>没有记录：不在检查点中留下痕迹的内容无从得知。</translation>
        </message>
        <message>
            <source>At step %1</source>
            <translation>第 %1 步时</translation>
        </message>
        <message>
            <source>Then</source>
            <translation>当时</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>键</translation>
        </message>
        <message>
            <source>Now</source>
            <translation>现在</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ChartCard</name>
        <message>
            <source>Expand (Enter)</source>
            <translation>放大 (Enter)</translation>
        </message>
        <message>
            <source>Fit (F)</source>
            <translation>适应 (F)</translation>
        </message>
        <message>
            <source>attempt %1</source>
            <translation>第 %1 次尝试</translation>
        </message>
        <message numerus="yes">
            <source>▲ %n point(s) above</source>
            <translation>
                <numerusform>▲ %n 个点在上方</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>▼ %n point(s) below</source>
            <translation>
                <numerusform>▼ %n 个点在下方</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n NaN</source>
            <translation>
                <numerusform>%n 个 NaN</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n point(s) &lt;= 0 not shown</source>
            <translation>
                <numerusform>%n 个 &lt;= 0 的点未显示</numerusform>
            </translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>Unpin</source>
            <translation>取消固定</translation>
        </message>
        <message>
            <source>Pin</source>
            <translation>固定</translation>
        </message>
        <message>
            <source>Expand</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>适应</translation>
        </message>
        <message>
            <source>Logarithmic x</source>
            <translation>x 轴对数</translation>
        </message>
        <message>
            <source>Logarithmic y</source>
            <translation>y 轴对数</translation>
        </message>
        <message>
            <source>Axes as all charts</source>
            <translation>坐标轴与所有图一致</translation>
        </message>
        <message>
            <source>Copy picture and data</source>
            <translation>复制图片与数据</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>Hide chart</source>
            <translation>隐藏图</translation>
        </message>
        <message numerus="yes">
            <source>%1, %n curve(s)</source>
            <translation>
                <numerusform>%1，%n 条曲线</numerusform>
            </translation>
        </message>
        <message>
            <source>step %1</source>
            <translation>第 %1 步</translation>
        </message>
        <message>
            <source>Data table</source>
            <translation>数据表</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ChartSaver</name>
        <message>
            <source>Export %1</source>
            <translation>导出 %1</translation>
        </message>
        <message>
            <source>Picture (*.png)</source>
            <translation>图片 (*.png)</translation>
        </message>
        <message>
            <source>Drawing (*.svg)</source>
            <translation>矢量图 (*.svg)</translation>
        </message>
        <message>
            <source>Data (*.csv)</source>
            <translation>数据 (*.csv)</translation>
        </message>
        <message>
            <source>Export all points</source>
            <translation>导出全部数据点</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::CheckpointChip</name>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::CheckpointsPage</name>
        <message>
            <source>Choose a run to see its checkpoints.</source>
            <translation>选择一个运行以查看其检查点。</translation>
        </message>
        <message>
            <source>Swap A and B (X)</source>
            <translation>交换 A 与 B (X)</translation>
        </message>
        <message>
            <source>Filter tensors</source>
            <translation>筛选张量</translation>
        </message>
        <message>
            <source>Words of the name, and: %1</source>
            <translation>名称中的词，以及：%1</translation>
        </message>
        <message>
            <source>Slots</source>
            <translation>槽变量</translation>
        </message>
        <message>
            <source>Show the optimizer's slots</source>
            <translation>显示优化器的槽变量</translation>
        </message>
        <message>
            <source>Restore from A…</source>
            <translation>从 A 恢复…</translation>
        </message>
        <message>
            <source>More</source>
            <translation>更多</translation>
        </message>
        <message>
            <source>No checkpoint yet.</source>
            <translation>还没有检查点。</translation>
        </message>
        <message>
            <source>One is saved at the first step, then by save_checkpoints_secs or save_checkpoints_steps.</source>
            <translation>第一步会保存一个，之后按 save_checkpoints_secs 或 save_checkpoints_steps 保存。</translation>
        </message>
        <message>
            <source>This model_dir has no checkpoint.</source>
            <translation>此 model_dir 没有检查点。</translation>
        </message>
        <message>
            <source>Evaluate and predict would be random, so they are off.</source>
            <translation>评估和预测的结果会是随机的，因此已停用。</translation>
        </message>
        <message numerus="yes">
            <source>%n checkpoint(s)</source>
            <translation>
                <numerusform>%n 个检查点</numerusform>
            </translation>
        </message>
        <message>
            <source>keeps %1</source>
            <translation>保留 %1 个</translation>
        </message>
        <message>
            <source>keeps all</source>
            <translation>全部保留</translation>
        </message>
        <message>
            <source>saves every %1 steps</source>
            <translation>每 %1 步保存</translation>
        </message>
        <message>
            <source>saves every %1 s</source>
            <translation>每 %1 秒保存</translation>
        </message>
        <message>
            <source>◆ on disk</source>
            <translation>◆ 在磁盘上</translation>
        </message>
        <message numerus="yes">
            <source>◇ %n deleted since</source>
            <translation>
                <numerusform>◇ %n 个已被删除</numerusform>
            </translation>
        </message>
        <message>
            <source>☆ best evaluation</source>
            <translation>☆ 最佳评估</translation>
        </message>
        <message>
            <source>%1 was deleted; the newest is shown.</source>
            <translation>%1 已被删除；现在显示最新的。</translation>
        </message>
        <message>
            <source>latest</source>
            <translation>最新</translation>
        </message>
        <message numerus="yes">
            <source>%n tensor(s)</source>
            <translation>
                <numerusform>%n 个张量</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n tensor(s)</source>
            <translation>
                <numerusform>%1 / %n 个张量</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 parameters</source>
            <translation>%1 个参数</translation>
        </message>
        <message>
            <source>%1 slot values</source>
            <translation>%1 个槽变量值</translation>
        </message>
        <message>
            <source>Export %1</source>
            <translation>导出 %1</translation>
        </message>
        <message>
            <source>NumPy (*.npy)</source>
            <translation>NumPy (*.npy)</translation>
        </message>
        <message>
            <source>CSV (*.csv)</source>
            <translation>CSV (*.csv)</translation>
        </message>
        <message>
            <source>%1 was written, %2.</source>
            <translation>已写入 %1，%2。</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>%1 · %2 · %3</source>
            <translation>%1 · %2 · %3</translation>
        </message>
        <message>
            <source>damaged</source>
            <translation>已损坏</translation>
        </message>
        <message>
            <source>Set as A</source>
            <translation>设为 A</translation>
        </message>
        <message>
            <source>Set as B</source>
            <translation>设为 B</translation>
        </message>
        <message>
            <source>Restore from this…</source>
            <translation>从此处恢复…</translation>
        </message>
        <message>
            <source>Health check…</source>
            <translation>健康检查…</translation>
        </message>
        <message>
            <source>Values…</source>
            <translation>数值…</translation>
        </message>
        <message>
            <source>Export tensor…</source>
            <translation>导出张量…</translation>
        </message>
        <message>
            <source>Change as relative L2</source>
            <translation>变化：相对 L2</translation>
        </message>
        <message>
            <source>Change as largest difference</source>
            <translation>变化：最大差值</translation>
        </message>
        <message>
            <source>Change as cosine</source>
            <translation>变化：余弦</translation>
        </message>
        <message>
            <source>Columns…</source>
            <translation>列…</translation>
        </message>
        <message>
            <source>Warm start a new run from this</source>
            <translation>从此处热启动新运行</translation>
        </message>
        <message>
            <source>Warm start a new run from A</source>
            <translation>从 A 热启动新运行</translation>
        </message>
        <message>
            <source>%1 can't be restored: %2 is damaged.</source>
            <translation>%1 无法恢复：%2 已损坏。</translation>
        </message>
        <message>
            <source>Use %1</source>
            <translation>使用 %1</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ColumnModel</name>
        <message>
            <source>not used</source>
            <translation>未使用</translation>
        </message>
        <message numerus="yes">
            <source>%n value(s)</source>
            <translation>
                <numerusform>%n 个值</numerusform>
            </translation>
        </message>
        <message>
            <source>Column</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Feature column</source>
            <translation>特征列</translation>
        </message>
        <message>
            <source>Range</source>
            <translation>范围</translation>
        </message>
        <message>
            <source>Missing</source>
            <translation>缺失</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>取值</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ColumnTable</name>
        <message>
            <source>Columns of the data file</source>
            <translation>数据文件的列</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::CompareDelegate</name>
        <message>
            <source>best</source>
            <translation>最佳</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::CompareModel</name>
        <message>
            <source>%1 s</source>
            <translation>%1 秒</translation>
        </message>
        <message>
            <source>Click to change which way is better</source>
            <translation>点击更改哪个方向更好</translation>
        </message>
        <message>
            <source>this run has no config on record</source>
            <translation>此运行没有配置记录</translation>
        </message>
        <message>
            <source>not recorded</source>
            <translation>没有记录</translation>
        </message>
        <message>
            <source>last %1, lowest %2, highest %3</source>
            <translation>最后 %1，最低 %2，最高 %3</translation>
        </message>
        <message>
            <source>at step %1</source>
            <translation>在第 %1 步</translation>
        </message>
        <message>
            <source>Δ to %1: %2</source>
            <translation>与 %1 的 Δ：%2</translation>
        </message>
        <message>
            <source>Changes variables</source>
            <translation>改变变量</translation>
        </message>
        <message>
            <source>Training only</source>
            <translation>仅影响训练</translation>
        </message>
        <message>
            <source>Results</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ComparePage</name>
        <message>
            <source>Configs side by side</source>
            <translation>配置并排比较</translation>
        </message>
        <message>
            <source>Configs</source>
            <translation>配置</translation>
        </message>
        <message>
            <source>Select two runs or more to compare them.</source>
            <translation>选择两个或更多运行进行比较。</translation>
        </message>
        <message>
            <source>Parallel</source>
            <translation>平行坐标</translation>
        </message>
        <message>
            <source>Scatter</source>
            <translation>散点图</translation>
        </message>
        <message>
            <source>Chart</source>
            <translation>图</translation>
        </message>
        <message>
            <source>Horizontal axis</source>
            <translation>横轴</translation>
        </message>
        <message>
            <source>Vertical axis</source>
            <translation>纵轴</translation>
        </message>
        <message>
            <source>over</source>
            <translation>相对于</translation>
        </message>
        <message>
            <source>Keys and the base run</source>
            <translation>键与基准运行</translation>
        </message>
        <message>
            <source>Search keys</source>
            <translation>搜索键</translation>
        </message>
        <message>
            <source>Only differences</source>
            <translation>仅差异</translation>
        </message>
        <message>
            <source>Last</source>
            <translation>最后</translation>
        </message>
        <message>
            <source>Lowest</source>
            <translation>最低</translation>
        </message>
        <message>
            <source>Highest</source>
            <translation>最高</translation>
        </message>
        <message>
            <source>Which result</source>
            <translation>哪个结果</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Ctrl+click adds a run to the selection.</source>
            <translation>Ctrl+单击可将运行加入所选。</translation>
        </message>
        <message>
            <source>Without a config on record: %1</source>
            <translation>没有配置记录：%1</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s)</source>
            <translation>
                <numerusform>%n 个运行</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%1 of %n run(s) pass</source>
            <translation>
                <numerusform>%1 / %n 个运行通过</numerusform>
            </translation>
        </message>
        <message>
            <source>drag on an axis to filter</source>
            <translation>在轴上拖动以筛选</translation>
        </message>
        <message>
            <source>drag its name to move it</source>
            <translation>拖动名称以移动</translation>
        </message>
        <message>
            <source>Parallel coordinates</source>
            <translation>平行坐标</translation>
        </message>
        <message>
            <source>none of these runs has its config on record</source>
            <translation>这些运行都没有配置记录</translation>
        </message>
        <message>
            <source>the configs are equal; seeds too</source>
            <translation>配置相同，种子也相同</translation>
        </message>
        <message>
            <source>%1 of %2 keys differ from %3</source>
            <translation>%1 / %2 个键与 %3 不同</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) without a config</source>
            <translation>
                <numerusform>%n 个运行没有配置</numerusform>
            </translation>
        </message>
        <message>
            <source>Make it the base</source>
            <translation>设为基准</translation>
        </message>
        <message>
            <source>Select this run</source>
            <translation>选择此运行</translation>
        </message>
        <message>
            <source>%1…</source>
            <translation>%1…</translation>
        </message>
        <message>
            <source>Copy as Markdown</source>
            <translation>复制为 Markdown</translation>
        </message>
        <message>
            <source>Export the comparison</source>
            <translation>导出比较结果</translation>
        </message>
        <message>
            <source>%1 was written.</source>
            <translation>已写入 %1。</translation>
        </message>
        <message>
            <source>Matrix</source>
            <translation>矩阵</translation>
        </message>
        <message>
            <source>Scatter matrix</source>
            <translation>散点图矩阵</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ConfigForm</name>
        <message>
            <source>Model</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>dropped: %1</source>
            <translation>已去除：%1</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>数据</translation>
        </message>
        <message>
            <source>Browse…</source>
            <translation>浏览…</translation>
        </message>
        <message>
            <source>for ever</source>
            <translation>无限</translation>
        </message>
        <message>
            <source>Training and RunConfig</source>
            <translation>训练与 RunConfig</translation>
        </message>
        <message>
            <source>and at the first and the last step</source>
            <translation>以及第一步和最后一步</translation>
        </message>
        <message>
            <source>%1 different labels</source>
            <translation>%1 个不同的标签</translation>
        </message>
        <message>
            <source>labels %1</source>
            <translation>标签 %1</translation>
        </message>
        <message>
            <source>%1 parameters</source>
            <translation>%1 个参数</translation>
        </message>
        <message>
            <source>%1 rows × %2 columns</source>
            <translation>%1 行 × %2 列</translation>
        </message>
        <message>
            <source>trains to step %1</source>
            <translation>训练到第 %1 步</translation>
        </message>
        <message>
            <source>until the data end</source>
            <translation>直到数据结束</translation>
        </message>
        <message>
            <source>was %1 at step %2</source>
            <translation>原为 %1，第 %2 步时</translation>
        </message>
        <message>
            <source>was %1</source>
            <translation>原为 %1</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ConfigPage</name>
        <message>
            <source>New experiment</source>
            <translation>新建实验</translation>
        </message>
        <message>
            <source>No run is selected.</source>
            <translation>未选择运行。</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>No config is known for this run.</source>
            <translation>此运行的配置未知。</translation>
        </message>
        <message>
            <source>It was not written by Cairn. Its curves and checkpoints are here; the restore check recovers what it can.</source>
            <translation>它不是由 Cairn 写入的。这里有它的曲线和检查点；恢复检查会尽量还原配置。</translation>
        </message>
        <message>
            <source>%1 parameters</source>
            <translation>%1 个参数</translation>
        </message>
        <message>
            <source>Choose training data</source>
            <translation>选择训练数据</translation>
        </message>
        <message>
            <source>CSV files (*.csv);;All files (*)</source>
            <translation>CSV 文件 (*.csv);;所有文件 (*)</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::CurvesPage</name>
        <message>
            <source>View settings</source>
            <translation>视图设置</translation>
        </message>
        <message>
            <source>Show all runs</source>
            <translation>显示全部运行</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) shown · every point, no sampling</source>
            <translation>
                <numerusform>显示 %n 个运行 · 全部数据点，不抽样</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 points</source>
            <translation>%1 个点</translation>
        </message>
        <message>
            <source>No run yet.</source>
            <translation>还没有运行。</translation>
        </message>
        <message>
            <source>Open a folder with runs, or make one with New experiment.</source>
            <translation>打开包含运行的文件夹，或用“新建实验”创建一个。</translation>
        </message>
        <message>
            <source>No run is shown.</source>
            <translation>没有显示任何运行。</translation>
        </message>
        <message>
            <source>Open an eye at the left.</source>
            <translation>在左侧打开一只眼睛。</translation>
        </message>
        <message>
            <source>No tag matches the filter.</source>
            <translation>没有符合筛选的标签。</translation>
        </message>
        <message>
            <source>Reading event files…</source>
            <translation>正在读取事件文件…</translation>
        </message>
        <message>
            <source>No summaries yet.</source>
            <translation>还没有摘要。</translation>
        </message>
        <message>
            <source>A run writes its first summary at its first step, then every save_summary_steps.</source>
            <translation>运行在第一步写入第一个摘要，之后每 save_summary_steps 步一次。</translation>
        </message>
        <message>
            <source>step %1</source>
            <translation>第 %1 步</translation>
        </message>
        <message>
            <source>%1 was written, %2.</source>
            <translation>已写入 %1，%2。</translation>
        </message>
        <message>
            <source>Show hidden charts</source>
            <translation>显示隐藏的图</translation>
        </message>
        <message numerus="yes">
            <source>Show %n hidden chart(s)</source>
            <translation>
                <numerusform>显示 %n 张隐藏的图</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 deleted</source>
            <translation>%1 已删除</translation>
        </message>
        <message>
            <source>At step %1</source>
            <translation>第 %1 步时</translation>
        </message>
        <message>
            <source>smoothing %1</source>
            <translation>平滑 %1</translation>
        </message>
        <message>
            <source>tags matching %1</source>
            <translation>符合 %1 的标签</translation>
        </message>
        <message>
            <source>Δ %1 · min %2 · max %3 · mean %4</source>
            <translation>Δ %1 · 最小 %2 · 最大 %3 · 平均 %4</translation>
        </message>
        <message>
            <source>Steps %1 to %2</source>
            <translation>第 %1 至 %2 步</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::DataTable</name>
        <message>
            <source>Values of the chart</source>
            <translation>图中的数值</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::DataTableModel</name>
        <message>
            <source>raw %1, shown %2</source>
            <translation>原始值 %1，显示值 %2</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>步</translation>
        </message>
        <message>
            <source>Relative</source>
            <translation>相对时间</translation>
        </message>
        <message>
            <source>Wall time</source>
            <translation>实际时间</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::FirstStartPage</name>
        <message>
            <source>Back to the runs</source>
            <translation>返回运行</translation>
        </message>
        <message>
            <source>Open your runs, or make the first one</source>
            <translation>打开你的运行，或创建第一个</translation>
        </message>
        <message>
            <source>Cairn reads and writes TensorFlow model directories. Nothing leaves this computer.</source>
            <translation>Cairn 读写 TensorFlow 的模型目录。数据不会离开这台计算机。</translation>
        </message>
        <message>
            <source>Ctrl+K finds everything</source>
            <translation>Ctrl+K 查找一切</translation>
        </message>
        <message>
            <source>Ctrl+/ lists the keys</source>
            <translation>Ctrl+/ 列出快捷键</translation>
        </message>
        <message>
            <source>Open a folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>Finds every run below it by its event files, checkpoints and saved_model.pb. Changes nothing in it.</source>
            <translation>按事件文件、检查点和 saved_model.pb 找出其下的每个运行。不会改动其中任何内容。</translation>
        </message>
        <message>
            <source>or drop one here</source>
            <translation>或把文件夹拖到这里</translation>
        </message>
        <message>
            <source>Open folder…</source>
            <translation>打开文件夹…</translation>
        </message>
        <message>
            <source>Try it with Iris</source>
            <translation>用 Iris 试一试</translation>
        </message>
        <message>
            <source>Trains a DNNClassifier with hidden_units [10, 10] for 200 steps on 120 flowers, then shows its curves.</source>
            <translation>用 120 朵花训练一个 hidden_units 为 [10, 10] 的 DNNClassifier，共 200 步，然后显示其曲线。</translation>
        </message>
        <message>
            <source>Writes to</source>
            <translation>写入到</translation>
        </message>
        <message>
            <source>Change…</source>
            <translation>更改…</translation>
        </message>
        <message>
            <source>Train Iris</source>
            <translation>训练 Iris</translation>
        </message>
        <message>
            <source>Recent folders appear here</source>
            <translation>最近的文件夹会出现在这里</translation>
        </message>
        <message>
            <source>Recent</source>
            <translation>最近</translation>
        </message>
        <message>
            <source>Explain a traceback</source>
            <translation>解释回溯</translation>
        </message>
        <message>
            <source>Paste what Python printed when a restore failed, to see which setting changed and the ways out.</source>
            <translation>粘贴恢复失败时 Python 打印的内容，查看哪项设置变了以及解决办法。</translation>
        </message>
        <message>
            <source>Paste traceback…</source>
            <translation>粘贴回溯…</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::HealthDialog</name>
        <message>
            <source>Health check of %1</source>
            <translation>%1 的健康检查</translation>
        </message>
        <message>
            <source>Reading every tensor and every event…</source>
            <translation>正在读取每个张量和每个事件…</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Finding</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>位置</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>damage</source>
            <translation>损坏</translation>
        </message>
        <message>
            <source>warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>note</source>
            <translation>提示</translation>
        </message>
        <message numerus="yes">
            <source>✕ %n finding(s) of damage</source>
            <translation>
                <numerusform>✕ 发现 %n 处损坏</numerusform>
            </translation>
        </message>
        <message>
            <source>✓ Everything is whole.</source>
            <translation>✓ 一切完好。</translation>
        </message>
        <message numerus="yes">
            <source>✓ Every value is whole; %n thing(s) to know</source>
            <translation>
                <numerusform>✓ 数值全部完好；%n 处需要了解</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 checkpoints, %2 tensors, %3 event files, %4 events were read</source>
            <translation>已读取 %1 个检查点、%2 个张量、%3 个事件文件、%4 个事件</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::HeatMap</name>
        <message>
            <source>Heat map of the values</source>
            <translation>数值热图</translation>
        </message>
        <message>
            <source>%1 rows, %2 columns, from %3 to %4</source>
            <translation>%1 行，%2 列，从 %3 到 %4</translation>
        </message>
        <message>
            <source>from %1 on: %2 is the largest</source>
            <translation>从 %1 开始：最大的是 %2</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::HistogramChart</name>
        <message>
            <source>Histogram of the values</source>
            <translation>数值直方图</translation>
        </message>
        <message>
            <source>from %1 to %2, most at %3</source>
            <translation>从 %1 到 %2，最多在 %3</translation>
        </message>
        <message>
            <source>%1 to %2: %3</source>
            <translation>%1 到 %2：%3</translation>
        </message>
        <message>
            <source>%1 to %2: %3 in A, %4 in B</source>
            <translation>%1 到 %2：A 中 %3，B 中 %4</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::History</name>
        <message>
            <source>filter</source>
            <translation>筛选</translation>
        </message>
        <message>
            <source>sort</source>
            <translation>排序</translation>
        </message>
        <message>
            <source>group</source>
            <translation>分组</translation>
        </message>
        <message>
            <source>columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>value in the list</source>
            <translation>列表中的值</translation>
        </message>
        <message>
            <source>compact rows</source>
            <translation>紧凑行</translation>
        </message>
        <message numerus="yes">
            <source>hide %n run(s)</source>
            <translation>
                <numerusform>隐藏 %n 个运行</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>show %n run(s)</source>
            <translation>
                <numerusform>显示 %n 个运行</numerusform>
            </translation>
        </message>
        <message>
            <source>rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>colour</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>baseline</source>
            <translation>基线</translation>
        </message>
        <message>
            <source>notes and tags</source>
            <translation>备注与标签</translation>
        </message>
        <message>
            <source>config edit</source>
            <translation>配置编辑</translation>
        </message>
        <message>
            <source>smoothing</source>
            <translation>平滑</translation>
        </message>
        <message>
            <source>filter of tags</source>
            <translation>标签筛选</translation>
        </message>
        <message>
            <source>view of the charts</source>
            <translation>图的显示</translation>
        </message>
        <message>
            <source>pins</source>
            <translation>固定的图</translation>
        </message>
        <message>
            <source>hidden charts</source>
            <translation>隐藏的图</translation>
        </message>
        <message>
            <source>zoom</source>
            <translation>缩放</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::HoverPopup</name>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>smoothed</source>
            <translation>平滑值</translation>
        </message>
        <message>
            <source>value</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>raw</source>
            <translation>原始值</translation>
        </message>
        <message numerus="yes">
            <source>+ %n more</source>
            <translation>
                <numerusform>+ 另外 %n 个</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::JobBar</name>
        <message>
            <source>Problems</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>No job runs</source>
            <translation>没有任务在运行</translation>
        </message>
        <message numerus="yes">
            <source>%n problem(s)</source>
            <translation>
                <numerusform>%n 个问题</numerusform>
            </translation>
        </message>
        <message>
            <source>paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>starting</source>
            <translation>启动中</translation>
        </message>
        <message>
            <source>step %1 / %2</source>
            <translation>第 %1 / %2 步</translation>
        </message>
        <message>
            <source>step %1</source>
            <translation>第 %1 步</translation>
        </message>
        <message>
            <source>paused at step %1, saved</source>
            <translation>已暂停在第 %1 步，已保存</translation>
        </message>
        <message>
            <source>paused at step %1</source>
            <translation>已暂停在第 %1 步</translation>
        </message>
        <message>
            <source>stopping, saves a checkpoint</source>
            <translation>停止中，正在保存检查点</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::JobPanel</name>
        <message>
            <source>No training waits or runs. Train puts the selected run here.</source>
            <translation>没有训练在等待或运行。“训练”会把所选运行放到这里。</translation>
        </message>
        <message>
            <source>Jobs</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>Parallel jobs</source>
            <translation>并行任务</translation>
        </message>
        <message>
            <source>When finished</source>
            <translation>完成后</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>无操作</translation>
        </message>
        <message>
            <source>Notify</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>Clear ended</source>
            <translation>清除已结束的</translation>
        </message>
        <message>
            <source>Close the job panel (Ctrl+J)</source>
            <translation>关闭任务面板 (Ctrl+J)</translation>
        </message>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n 个运行中</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n paused</source>
            <translation>
                <numerusform>%n 个已暂停</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n queued</source>
            <translation>
                <numerusform>%n 个排队中</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n 个失败</numerusform>
            </translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>移除</translation>
        </message>
        <message>
            <source>Run now</source>
            <translation>立即运行</translation>
        </message>
        <message>
            <source>Up</source>
            <translation>上移</translation>
        </message>
        <message>
            <source>Down</source>
            <translation>下移</translation>
        </message>
        <message>
            <source>Train again</source>
            <translation>再次训练</translation>
        </message>
        <message>
            <source>Show the run</source>
            <translation>显示该运行</translation>
        </message>
        <message>
            <source>Stop…</source>
            <translation>停止…</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::JobsModel</name>
        <message>
            <source>queued</source>
            <translation>排队中</translation>
        </message>
        <message>
            <source>starting</source>
            <translation>启动中</translation>
        </message>
        <message>
            <source>running</source>
            <translation>运行中</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>已暂停</translation>
        </message>
        <message>
            <source>stopping</source>
            <translation>停止中</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>stopped</source>
            <translation>已停止</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>失败</translation>
        </message>
        <message>
            <source>diverged (NaN)</source>
            <translation>发散（NaN）</translation>
        </message>
        <message>
            <source>%1 %</source>
            <translation>%1 %</translation>
        </message>
        <message>
            <source>Job</source>
            <translation>任务</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>进度</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>步</translation>
        </message>
        <message>
            <source>Rate</source>
            <translation>速度</translation>
        </message>
        <message>
            <source>Left</source>
            <translation>剩余</translation>
        </message>
        <message>
            <source>Started</source>
            <translation>开始于</translation>
        </message>
        <message>
            <source>Note</source>
            <translation>说明</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::MainWindow</name>
        <message>
            <source>New experiment</source>
            <translation>新建实验</translation>
        </message>
        <message>
            <source>New experiment (Ctrl+N)</source>
            <translation>新建实验 (Ctrl+N)</translation>
        </message>
        <message>
            <source>Search or run…</source>
            <translation>搜索或执行…</translation>
        </message>
        <message>
            <source>Search or run… (Ctrl+K)</source>
            <translation>搜索或执行… (Ctrl+K)</translation>
        </message>
        <message>
            <source>Curves</source>
            <translation>曲线</translation>
        </message>
        <message>
            <source>Checkpoints</source>
            <translation>检查点</translation>
        </message>
        <message>
            <source>Config</source>
            <translation>配置</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Restore check</source>
            <translation>恢复检查</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) found…</source>
            <translation>
                <numerusform>找到 %n 个运行…</numerusform>
            </translation>
        </message>
        <message>
            <source>looking for runs…</source>
            <translation>正在查找运行…</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>再找一次</translation>
        </message>
        <message>
            <source>Where Iris is to be written</source>
            <translation>Iris 写到哪里</translation>
        </message>
        <message>
            <source>starts at step 0</source>
            <translation>从第 0 步开始</translation>
        </message>
        <message>
            <source>resumes at step %1</source>
            <translation>从第 %1 步继续</translation>
        </message>
        <message>
            <source>the checkpoint wouldn't restore</source>
            <translation>检查点无法恢复</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s)</source>
            <translation>
                <numerusform>%n 个运行</numerusform>
            </translation>
        </message>
        <message>
            <source>Open a workspace or a model_dir</source>
            <translation>打开工作区或 model_dir</translation>
        </message>
        <message>
            <source>%1 is training.</source>
            <translation>%1 正在训练。</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) are training.</source>
            <translation>
                <numerusform>%n 个运行正在训练。</numerusform>
            </translation>
        </message>
        <message>
            <source>Close Cairn</source>
            <translation>关闭 Cairn</translation>
        </message>
        <message>
            <source>It ends after this step with a whole checkpoint, and waits in the queue to go on.</source>
            <translation>它会在这一步之后带着完整的检查点结束，并在队列中等待继续。</translation>
        </message>
        <message>
            <source>Pause and close</source>
            <translation>暂停并关闭</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>The settings could not be read and were set aside.</source>
            <translation>无法读取设置，已将其移到一旁。</translation>
        </message>
        <message>
            <source>Nothing was told yet</source>
            <translation>还没有通知</translation>
        </message>
        <message>
            <source>%1 failed: %2</source>
            <translation>%1 失败：%2</translation>
        </message>
        <message>
            <source>%1 finished, loss %2</source>
            <translation>%1 已完成，损失 %2</translation>
        </message>
        <message>
            <source>%1 finished</source>
            <translation>%1 已完成</translation>
        </message>
        <message>
            <source>Keep training in the background</source>
            <translation>在后台继续训练</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::Menus</name>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>New experiment</source>
            <translation>新建实验</translation>
        </message>
        <message>
            <source>Open workspace…</source>
            <translation>打开工作区…</translation>
        </message>
        <message>
            <source>Open model_dir…</source>
            <translation>打开 model_dir…</translation>
        </message>
        <message>
            <source>Recent</source>
            <translation>最近</translation>
        </message>
        <message>
            <source>No folder was open yet</source>
            <translation>还没有打开过文件夹</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Discard config edits</source>
            <translation>放弃配置编辑</translation>
        </message>
        <message>
            <source>The config is not edited</source>
            <translation>配置没有编辑过</translation>
        </message>
        <message>
            <source>Close workspace</source>
            <translation>关闭工作区</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>退出</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Find a run</source>
            <translation>查找运行</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>复制为新实验</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>重命名</translation>
        </message>
        <message>
            <source>Notes and tags…</source>
            <translation>备注与标签…</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>颜色</translation>
        </message>
        <message>
            <source>Set as baseline</source>
            <translation>设为基线</translation>
        </message>
        <message>
            <source>Show only</source>
            <translation>仅显示此运行</translation>
        </message>
        <message>
            <source>Hide</source>
            <translation>隐藏</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Copy path</source>
            <translation>复制路径</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>Move to trash</source>
            <translation>移到回收站</translation>
        </message>
        <message>
            <source>No run is selected</source>
            <translation>未选择运行</translation>
        </message>
        <message>
            <source>The run has no folder yet</source>
            <translation>此运行还没有文件夹</translation>
        </message>
        <message>
            <source>View</source>
            <translation>视图</translation>
        </message>
        <message>
            <source>Next tab</source>
            <translation>下一个标签页</translation>
        </message>
        <message>
            <source>Previous tab</source>
            <translation>上一个标签页</translation>
        </message>
        <message>
            <source>Reload</source>
            <translation>重新加载</translation>
        </message>
        <message>
            <source>Restore layout</source>
            <translation>恢复布局</translation>
        </message>
        <message>
            <source>Full screen</source>
            <translation>全屏</translation>
        </message>
        <message>
            <source>Runs pane</source>
            <translation>运行窗格</translation>
        </message>
        <message>
            <source>Settings pane</source>
            <translation>设置窗格</translation>
        </message>
        <message>
            <source>Job panel</source>
            <translation>任务面板</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Notifications</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>Next pane</source>
            <translation>下一个窗格</translation>
        </message>
        <message>
            <source>Previous pane</source>
            <translation>上一个窗格</translation>
        </message>
        <message>
            <source>Group runs by</source>
            <translation>运行分组依据</translation>
        </message>
        <message>
            <source>Columns of runs</source>
            <translation>运行的列</translation>
        </message>
        <message>
            <source>Value in the list</source>
            <translation>列表中的值</translation>
        </message>
        <message>
            <source>Compact rows</source>
            <translation>紧凑行</translation>
        </message>
        <message>
            <source>Fit all charts</source>
            <translation>全部图适应</translation>
        </message>
        <message>
            <source>More smoothing</source>
            <translation>更平滑</translation>
        </message>
        <message>
            <source>Less smoothing</source>
            <translation>更少平滑</translation>
        </message>
        <message>
            <source>Logarithmic axis</source>
            <translation>对数轴</translation>
        </message>
        <message>
            <source>Dark or light</source>
            <translation>深色或浅色</translation>
        </message>
        <message>
            <source>Theme of the system</source>
            <translation>跟随系统主题</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>放大文字</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>缩小文字</translation>
        </message>
        <message>
            <source>Normal text</source>
            <translation>正常文字</translation>
        </message>
        <message>
            <source>Checkpoint</source>
            <translation>检查点</translation>
        </message>
        <message>
            <source>Tools</source>
            <translation>工具</translation>
        </message>
        <message>
            <source>Search or run…</source>
            <translation>搜索或执行…</translation>
        </message>
        <message>
            <source>Search or run… (Ctrl+K)</source>
            <translation>搜索或执行… (Ctrl+K)</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>队列</translation>
        </message>
        <message>
            <source>Settings…</source>
            <translation>设置…</translation>
        </message>
        <message>
            <source>Help</source>
            <translation>帮助</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>First steps</source>
            <translation>入门</translation>
        </message>
        <message>
            <source>Copy diagnostics</source>
            <translation>复制诊断信息</translation>
        </message>
        <message>
            <source>About Cairn</source>
            <translation>关于 Cairn</translation>
        </message>
        <message>
            <source>Cairn %1</source>
            <translation>Cairn %1</translation>
        </message>
        <message>
            <source>An experiment manager for TensorFlow model directories. Nothing leaves this computer.</source>
            <translation>TensorFlow 模型目录的实验管理器。数据不会离开这台计算机。</translation>
        </message>
        <message>
            <source>Diagnostics copied.</source>
            <translation>诊断信息已复制。</translation>
        </message>
        <message>
            <source>Export a chart…</source>
            <translation>导出图表…</translation>
        </message>
        <message>
            <source>Export all points as CSV…</source>
            <translation>将全部点导出为 CSV…</translation>
        </message>
        <message>
            <source>Previous as A</source>
            <translation>上一个设为 A</translation>
        </message>
        <message>
            <source>Next as A</source>
            <translation>下一个设为 A</translation>
        </message>
        <message>
            <source>Previous as B</source>
            <translation>上一个设为 B</translation>
        </message>
        <message>
            <source>Next as B</source>
            <translation>下一个设为 B</translation>
        </message>
        <message>
            <source>Swap A and B</source>
            <translation>交换 A 和 B</translation>
        </message>
        <message>
            <source>Restore from A…</source>
            <translation>从 A 恢复…</translation>
        </message>
        <message>
            <source>Export tensors…</source>
            <translation>导出张量…</translation>
        </message>
        <message>
            <source>Health check…</source>
            <translation>健康检查…</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::NetworkView</name>
        <message>
            <source>%1: %2 units</source>
            <translation>%1：%2 个单元</translation>
        </message>
        <message>
            <source>%1 · %2 par.</source>
            <translation>%1 · %2 参数</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::NotesDialog</name>
        <message>
            <source>Notes and tags</source>
            <translation>备注与标签</translation>
        </message>
        <message>
            <source>Shown name</source>
            <translation>显示名称</translation>
        </message>
        <message>
            <source>keeper, baseline</source>
            <translation>keeper, baseline</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Notes</source>
            <translation>备注</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Colour %1</source>
            <translation>颜色 %1</translation>
        </message>
        <message>
            <source>Other colour…</source>
            <translation>其他颜色…</translation>
        </message>
        <message>
            <source>Reset colour</source>
            <translation>重置颜色</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::Palette</name>
        <message>
            <source>Commands</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Config</source>
            <translation>配置</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Recent folders</source>
            <translation>最近的文件夹</translation>
        </message>
        <message>
            <source>Search or run a command</source>
            <translation>搜索或执行命令</translation>
        </message>
        <message>
            <source>What was found</source>
            <translation>搜索结果</translation>
        </message>
        <message numerus="yes">
            <source>%n result(s)</source>
            <translation>
                <numerusform>%n 个结果</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing is called that.</source>
            <translation>没有这个名称。</translation>
        </message>
        <message>
            <source>Checkpoints</source>
            <translation>检查点</translation>
        </message>
        <message>
            <source>↑ ↓ choose    Enter run    Ctrl+Enter second action    &gt; commands  @ runs  # tags  : step  ? help</source>
            <translation>↑ ↓ 选择    Enter 执行    Ctrl+Enter 第二操作    &gt; 命令  @ 运行  # 标签  : 步数  ? 帮助</translation>
        </message>
        <message>
            <source>&gt; commands    @ runs    # tags    : steps    nothing before it: all</source>
            <translation>&gt; 命令    @ 运行    # 标签    : 步数    前面不加：全部</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ParallelView</name>
        <message>
            <source>Parallel coordinates</source>
            <translation>平行坐标</translation>
        </message>
        <message>
            <source>%1 of %2 runs over %3</source>
            <translation>%2 个运行中的 %1 个，相对于 %3</translation>
        </message>
        <message>
            <source>Logarithmic</source>
            <translation>对数</translation>
        </message>
        <message>
            <source>Inverted</source>
            <translation>反向</translation>
        </message>
        <message>
            <source>Remove axis</source>
            <translation>移除坐标轴</translation>
        </message>
        <message>
            <source>Clear filters</source>
            <translation>清除筛选</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ProblemsPanel</name>
        <message>
            <source>Problems</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>时间</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Byte</source>
            <translation>字节</translation>
        </message>
        <message>
            <source>What</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>Nothing is wrong with what is open.</source>
            <translation>打开的内容没有问题。</translation>
        </message>
        <message>
            <source>Copy all</source>
            <translation>全部复制</translation>
        </message>
        <message>
            <source>Close the list of problems</source>
            <translation>关闭问题列表</translation>
        </message>
        <message numerus="yes">
            <source>in %n run(s)</source>
            <translation>
                <numerusform>位于 %n 个运行中</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 %2; each goes away when its cause is gone</source>
            <translation>%1 个，%2；原因消除后自动消失</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RestorePage</name>
        <message>
            <source>Choose a run to see whether its config restores its checkpoint.</source>
            <translation>选择一个运行，查看其配置能否恢复检查点。</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Copy the report as Markdown</source>
            <translation>以 Markdown 复制报告</translation>
        </message>
        <message>
            <source>Tensors</source>
            <translation>张量</translation>
        </message>
        <message>
            <source>No checkpoint yet</source>
            <translation>还没有检查点</translation>
        </message>
        <message>
            <source>Restore would fail</source>
            <translation>恢复会失败</translation>
        </message>
        <message>
            <source>Restores, but not what you expect</source>
            <translation>可以恢复，但结果与预期不同</translation>
        </message>
        <message>
            <source>Restores</source>
            <translation>可以恢复</translation>
        </message>
        <message>
            <source>%1, edited</source>
            <translation>%1，已编辑</translation>
        </message>
        <message>
            <source>Config %1; there is no checkpoint to compare with.</source>
            <translation>配置 %1；没有可比较的检查点。</translation>
        </message>
        <message>
            <source>Config %1 against %2.</source>
            <translation>配置 %1 与 %2 比较。</translation>
        </message>
        <message>
            <source>Explain a traceback…</source>
            <translation>解释回溯…</translation>
        </message>
        <message>
            <source>Paste traceback…</source>
            <translation>粘贴回溯…</translation>
        </message>
        <message>
            <source>Explain what Python printed when a restore failed (Ctrl+T)</source>
            <translation>解释恢复失败时 Python 打印的内容 (Ctrl+T)</translation>
        </message>
        <message>
            <source>Back to the text</source>
            <translation>返回文本</translation>
        </message>
        <message>
            <source>The pasted traceback against %1.</source>
            <translation>粘贴的回溯，对照 %1。</translation>
        </message>
        <message>
            <source>differ</source>
            <translation>不同</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>缺失</translation>
        </message>
        <message>
            <source>extra</source>
            <translation>多余</translation>
        </message>
        <message>
            <source>same</source>
            <translation>相同</translation>
        </message>
        <message>
            <source>%1 of %2 tensors differ, %3 are missing, %4 are the same.</source>
            <translation>%2 个张量中有 %1 个不同，%3 个缺失，%4 个相同。</translation>
        </message>
        <message numerus="yes">
            <source>All %n tensor(s) fit.</source>
            <translation>
                <numerusform>全部 %n 个张量都吻合。</numerusform>
            </translation>
        </message>
        <message>
            <source>One change explains them all.</source>
            <translation>一处改动就能解释全部差异。</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RunActions</name>
        <message>
            <source>Move to trash</source>
            <translation>移到回收站</translation>
        </message>
        <message numerus="yes">
            <source>Move %n run(s) to the trash?</source>
            <translation>
                <numerusform>把 %n 个运行移到回收站？</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Tag the selected runs</source>
            <translation>给所选运行加标签</translation>
        </message>
        <message>
            <source>Tags, parted by commas</source>
            <translation>标签，用逗号分隔</translation>
        </message>
        <message>
            <source>%1 trains now; it can be trashed when it has stopped.</source>
            <translation>%1 正在训练；停止后才能移到回收站。</translation>
        </message>
        <message numerus="yes">
            <source>move %n run(s) to the trash</source>
            <translation>
                <numerusform>把 %n 个运行移到回收站</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) moved to the trash, %1. Ctrl+Z brings them back.</source>
            <translation>
                <numerusform>已把 %n 个运行移到回收站，%1。Ctrl+Z 可以恢复。</numerusform>
            </translation>
        </message>
        <message>
            <source>Move to .cairn-trash beside the runs</source>
            <translation>移到运行旁的 .cairn-trash</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RunControl</name>
        <message>
            <source>Train</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Add to queue</source>
            <translation>加入队列</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>暂停</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>停止</translation>
        </message>
        <message>
            <source>Evaluate</source>
            <translation>评估</translation>
        </message>
        <message>
            <source>They go into the queue</source>
            <translation>它们会进入队列</translation>
        </message>
        <message>
            <source>%1 trains now</source>
            <translation>%1 正在训练</translation>
        </message>
        <message>
            <source>%1 waits in the queue</source>
            <translation>%1 在队列中等待</translation>
        </message>
        <message>
            <source>No run is selected</source>
            <translation>未选择运行</translation>
        </message>
        <message>
            <source>No config is known for this run</source>
            <translation>此运行的配置未知</translation>
        </message>
        <message>
            <source>waits its turn in the queue</source>
            <translation>在队列中等待轮到它</translation>
        </message>
        <message numerus="yes">
            <source>Train %n run(s)</source>
            <translation>
                <numerusform>训练 %n 个运行</numerusform>
            </translation>
        </message>
        <message>
            <source>Train (Ctrl+R)</source>
            <translation>训练 (Ctrl+R)</translation>
        </message>
        <message>
            <source>Evaluate (Ctrl+E)</source>
            <translation>评估 (Ctrl+E)</translation>
        </message>
        <message>
            <source>Nothing trains</source>
            <translation>没有训练在进行</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>继续</translation>
        </message>
        <message>
            <source>Resume (F8)</source>
            <translation>继续 (F8)</translation>
        </message>
        <message>
            <source>Pause (F8)</source>
            <translation>暂停 (F8)</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s) have no config that is known and were not queued.</source>
            <translation>
                <numerusform>%n 个运行没有已知的配置，未加入队列。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more running</source>
            <translation>
                <numerusform>另有 %n 个运行中</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n paused</source>
            <translation>
                <numerusform>%n 个已暂停</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n queued</source>
            <translation>
                <numerusform>%n 个排队中</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1：%2</translation>
        </message>
        <message>
            <source>%1 finished at step %2</source>
            <translation>%1 在第 %2 步完成</translation>
        </message>
        <message>
            <source>%1 stopped at step %2, saved</source>
            <translation>%1 在第 %2 步停止，已保存</translation>
        </message>
        <message>
            <source>%1 is at step %2 already</source>
            <translation>%1 已经在第 %2 步</translation>
        </message>
        <message>
            <source>Evaluating %1…</source>
            <translation>正在评估 %1…</translation>
        </message>
        <message>
            <source>%1 was not evaluated</source>
            <translation>%1 未能评估</translation>
        </message>
        <message>
            <source>%1 stopped before its first step</source>
            <translation>%1 在第一步之前停止</translation>
        </message>
        <message>
            <source>Save checkpoint now</source>
            <translation>立即保存检查点</translation>
        </message>
        <message>
            <source>Stop… (Shift+F8)</source>
            <translation>停止… (Shift+F8)</translation>
        </message>
        <message>
            <source>Save checkpoint now (Ctrl+S)</source>
            <translation>立即保存检查点 (Ctrl+S)</translation>
        </message>
        <message>
            <source>After this step, with a checkpoint</source>
            <translation>本步之后，保存检查点</translation>
        </message>
        <message>
            <source>Now, loses %1 steps…</source>
            <translation>立即停止，丢失 %1 步…</translation>
        </message>
        <message>
            <source>Now, nothing is lost</source>
            <translation>立即停止，不会丢失</translation>
        </message>
        <message>
            <source>Stop without saving</source>
            <translation>停止且不保存</translation>
        </message>
        <message>
            <source>%1 goes back to its newest checkpoint.</source>
            <translation>%1 回到最新的检查点。</translation>
        </message>
        <message>
            <source>The %1 steps since then are lost, and can't be brought back.</source>
            <translation>其后的 %1 步将丢失，无法找回。</translation>
        </message>
        <message>
            <source>Save and stop</source>
            <translation>保存并停止</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RunRowDelegate</name>
        <message>
            <source>Name of the run</source>
            <translation>运行的名称</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RunsList</name>
        <message>
            <source>Runs</source>
            <translation>运行</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RunsModel</name>
        <message>
            <source>deleted %1</source>
            <translation>%1 已删除</translation>
        </message>
        <message>
            <source>trained by %1</source>
            <translation>由 %1 训练</translation>
        </message>
        <message>
            <source>step %1</source>
            <translation>第 %1 步</translation>
        </message>
        <message>
            <source>no checkpoint yet</source>
            <translation>还没有检查点</translation>
        </message>
        <message>
            <source>group %1, %2</source>
            <translation>组 %1，%2</translation>
        </message>
        <message>
            <source>%1, %2, %3</source>
            <translation>%1，%2，%3</translation>
        </message>
        <message>
            <source>shown</source>
            <translation>已显示</translation>
        </message>
        <message>
            <source>hidden</source>
            <translation>已隐藏</translation>
        </message>
        <message>
            <source>without %1</source>
            <translation>没有 %1</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s)</source>
            <translation>
                <numerusform>%n 个运行</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::RunsPane</name>
        <message>
            <source>Runs</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Which runs are shown</source>
            <translation>显示哪些运行</translation>
        </message>
        <message>
            <source>Filter: name, accuracy &gt; 0.95 …</source>
            <translation>筛选：名称、accuracy &gt; 0.95 …</translation>
        </message>
        <message>
            <source>Filter runs</source>
            <translation>筛选运行</translation>
        </message>
        <message>
            <source>Words, or key and value: optimizer = Adam loss &lt; 0.1 state = running.
Also != &lt;= &gt;= ~, quotes, /regex/, not, or, brackets. (Ctrl+F)</source>
            <translation>输入词，或键与值：optimizer = Adam loss &lt; 0.1 state = running。
也可用 != &lt;= &gt;= ~、引号、/正则/、not、or、括号。(Ctrl+F)</translation>
        </message>
        <message>
            <source>Show all</source>
            <translation>全部显示</translation>
        </message>
        <message>
            <source>Show none</source>
            <translation>全部隐藏</translation>
        </message>
        <message>
            <source>Invert</source>
            <translation>反选</translation>
        </message>
        <message>
            <source>Show the best %1</source>
            <translation>显示最好的 %1 个</translation>
        </message>
        <message>
            <source>Value in the list</source>
            <translation>列表中的值</translation>
        </message>
        <message>
            <source>The run's first</source>
            <translation>运行的第一个值</translation>
        </message>
        <message>
            <source>No groups</source>
            <translation>不分组</translation>
        </message>
        <message>
            <source>Other keys</source>
            <translation>其他键</translation>
        </message>
        <message>
            <source>Hide column</source>
            <translation>隐藏列</translation>
        </message>
        <message>
            <source>Group by %1</source>
            <translation>按 %1 分组</translation>
        </message>
        <message>
            <source>Filter: %1</source>
            <translation>筛选：%1</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>列</translation>
        </message>
        <message>
            <source>Clear filter</source>
            <translation>清除筛选</translation>
        </message>
        <message>
            <source>Choose another…</source>
            <translation>选择其他…</translation>
        </message>
        <message>
            <source>New experiment</source>
            <translation>新建实验</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>比较</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>Tag</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Trash</source>
            <translation>回收站</translation>
        </message>
        <message>
            <source>Open model_dir…</source>
            <translation>打开 model_dir…</translation>
        </message>
        <message>
            <source>Group by</source>
            <translation>分组</translation>
        </message>
        <message numerus="yes">
            <source>%n problem(s)</source>
            <translation>
                <numerusform>%n 个问题</numerusform>
            </translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>筛选</translation>
        </message>
        <message>
            <source>no folder open</source>
            <translation>未打开文件夹</translation>
        </message>
        <message>
            <source>%1 of %2 · %3</source>
            <translation>%1 / %2 · %3</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>The runs of the folder that you open are listed here.</source>
            <translation>打开的文件夹中的运行会列在这里。</translation>
        </message>
        <message>
            <source>No run in this folder: no event files, checkpoints or saved_model.pb were found.</source>
            <translation>此文件夹中没有运行：未找到事件文件、检查点或 saved_model.pb。</translation>
        </message>
        <message>
            <source>No run matches the filter.</source>
            <translation>没有符合筛选的运行。</translation>
        </message>
        <message>
            <source>The first %1 are shown; the others' eyes are closed.</source>
            <translation>显示前 %1 个；其余的眼睛已关闭。</translation>
        </message>
        <message numerus="yes">
            <source>%n new</source>
            <translation>
                <numerusform>%n 个新的</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n selected</source>
            <translation>
                <numerusform>已选 %n 个</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ScatterMatrix</name>
        <message>
            <source>Scatter charts of every pair</source>
            <translation>两两对应的散点图</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ScatterView</name>
        <message>
            <source>Scatter chart</source>
            <translation>散点图</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::SettingsPane</name>
        <message>
            <source>Horizontal axis</source>
            <translation>横轴</translation>
        </message>
        <message>
            <source>Step</source>
            <translation>步</translation>
        </message>
        <message>
            <source>Relative</source>
            <translation>相对时间</translation>
        </message>
        <message>
            <source>Wall</source>
            <translation>实际时间</translation>
        </message>
        <message>
            <source>Smoothing</source>
            <translation>平滑</translation>
        </message>
        <message>
            <source>Show raw curve behind</source>
            <translation>在后面显示原始曲线</translation>
        </message>
        <message>
            <source>Vertical axis</source>
            <translation>纵轴</translation>
        </message>
        <message>
            <source>Linear</source>
            <translation>线性</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>对数</translation>
        </message>
        <message>
            <source>Ignore outliers</source>
            <translation>忽略离群值</translation>
        </message>
        <message>
            <source>Link axes of equal tags</source>
            <translation>联动相同标签的坐标轴</translation>
        </message>
        <message>
            <source>Mark checkpoints</source>
            <translation>标出检查点</translation>
        </message>
        <message>
            <source>Tooltip order</source>
            <translation>提示排序</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>Nearest</source>
            <translation>最近</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Filter charts by tag</source>
            <translation>按标签筛选图</translation>
        </message>
        <message>
            <source>Regex: %1</source>
            <translation>正则：%1</translation>
        </message>
        <message>
            <source>%1 at character %2</source>
            <translation>第 %2 个字符：%1</translation>
        </message>
        <message>
            <source>Logarithmic</source>
            <translation>对数</translation>
        </message>
        <message>
            <source>Export CSV…</source>
            <translation>导出 CSV…</translation>
        </message>
        <message>
            <source>PNG / SVG…</source>
            <translation>PNG / SVG…</translation>
        </message>
        <message>
            <source>mixed: some charts have an axis of their own</source>
            <translation>不一致：有些图使用自己的坐标轴</translation>
        </message>
        <message>
            <source>◆ on disk   ◇ deleted since</source>
            <translation>◆ 在磁盘上   ◇ 已被删除</translation>
        </message>
        <message>
            <source>Show abandoned branches</source>
            <translation>显示被放弃的分支</translation>
        </message>
        <message>
            <source>What a restart at an earlier step left behind</source>
            <translation>从较早的步重新开始后留下的部分</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::SettingsWindow</name>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Open the last workspace at start</source>
            <translation>启动时打开上次的工作区</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>主题</translation>
        </message>
        <message>
            <source>Text size</source>
            <translation>文字大小</translation>
        </message>
        <message>
            <source>Compact rows</source>
            <translation>紧凑行</translation>
        </message>
        <message>
            <source>Smoothing of new windows</source>
            <translation>新窗口的平滑</translation>
        </message>
        <message>
            <source>Look for changes every</source>
            <translation>查找变化的间隔</translation>
        </message>
        <message>
            <source>Parallel jobs</source>
            <translation>并行任务</translation>
        </message>
        <message>
            <source>Tell when a training has finished</source>
            <translation>训练完成时通知</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>快捷键</translation>
        </message>
        <message>
            <source>Settings as text</source>
            <translation>以文本查看设置</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>Search settings</source>
            <translation>搜索设置</translation>
        </message>
        <message>
            <source>Sections</source>
            <translation>分类</translation>
        </message>
        <message>
            <source>General</source>
            <translation>常规</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Cairn looks for no updates and sends nothing anywhere.</source>
            <translation>Cairn 不检查更新，也不向任何地方发送数据。</translation>
        </message>
        <message>
            <source>Look</source>
            <translation>外观</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>One line a run</source>
            <translation>每个运行一行</translation>
        </message>
        <message>
            <source>Charts</source>
            <translation>图表</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>文件</translation>
        </message>
        <message>
            <source> s</source>
            <translation> 秒</translation>
        </message>
        <message>
            <source>Training</source>
            <translation>训练</translation>
        </message>
        <message>
            <source>Advanced</source>
            <translation>高级</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>重置</translation>
        </message>
        <message>
            <source>Reset %1</source>
            <translation>重置 %1</translation>
        </message>
        <message>
            <source>On</source>
            <translation>开启</translation>
        </message>
        <message>
            <source>Key of %1</source>
            <translation>%1 的快捷键</translation>
        </message>
        <message>
            <source>%1 has this key already</source>
            <translation>%1 已经使用这个快捷键</translation>
        </message>
        <message>
            <source>Reset all keys</source>
            <translation>重置全部快捷键</translation>
        </message>
        <message>
            <source>All settings are kept as text. Keys that this version does not know stay as they are.</source>
            <translation>所有设置以文本保存。此版本不认识的键保持原样。</translation>
        </message>
        <message>
            <source>Open the file</source>
            <translation>打开该文件</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::SourceCard</name>
        <message>
            <source>As Python</source>
            <translation>Python</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>The config as a program</source>
            <translation>以程序表示的配置</translation>
        </message>
        <message>
            <source>As JSON</source>
            <translation>JSON</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::StepChart</name>
        <message>
            <source>step %1: %2, step %3: %4</source>
            <translation>第 %1 步：%2，第 %3 步：%4</translation>
        </message>
        <message>
            <source>step %1: %2</source>
            <translation>第 %1 步：%2</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TensorPane</name>
        <message>
            <source>Choose a tensor to see its values.</source>
            <translation>选择一个张量以查看其数值。</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>取值</translation>
        </message>
        <message>
            <source>Slice</source>
            <translation>切片</translation>
        </message>
        <message>
            <source>Clip at 99.9 %</source>
            <translation>截到 99.9 %</translation>
        </message>
        <message>
            <source>Histogram</source>
            <translation>直方图</translation>
        </message>
        <message>
            <source>‖w‖₂ over the checkpoints on disk</source>
            <translation>磁盘上各检查点的 ‖w‖₂</translation>
        </message>
        <message>
            <source>Norm over the checkpoints on disk</source>
            <translation>磁盘上各检查点的范数</translation>
        </message>
        <message>
            <source>Values…</source>
            <translation>数值…</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>导出…</translation>
        </message>
        <message>
            <source>shard %1, offset %2</source>
            <translation>分片 %1，偏移 %2</translation>
        </message>
        <message numerus="yes">
            <source>%n part(s)</source>
            <translation>
                <numerusform>%n 个部分</numerusform>
            </translation>
        </message>
        <message>
            <source>✕ can't be read</source>
            <translation>✕ 无法读取</translation>
        </message>
        <message>
            <source>✓ CRC ok</source>
            <translation>✓ CRC 正确</translation>
        </message>
        <message>
            <source>scalar</source>
            <translation>标量</translation>
        </message>
        <message>
            <source>at A</source>
            <translation>在 A</translation>
        </message>
        <message>
            <source>at step %1</source>
            <translation>在第 %1 步</translation>
        </message>
        <message>
            <source>%1, %2</source>
            <translation>%1，%2</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 / %2</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TensorRowsModel</name>
        <message>
            <source>its slot</source>
            <translation>它的槽变量</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Config wants</source>
            <translation>配置需要</translation>
        </message>
        <message>
            <source>Checkpoint has</source>
            <translation>检查点有</translation>
        </message>
        <message>
            <source>Because</source>
            <translation>原因</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TensorTable</name>
        <message>
            <source>Tensors</source>
            <translation>张量</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TensorTreeModel</name>
        <message>
            <source>scalar</source>
            <translation>标量</translation>
        </message>
        <message>
            <source>same</source>
            <translation>相同</translation>
        </message>
        <message>
            <source>same CRC</source>
            <translation>CRC 相同</translation>
        </message>
        <message>
            <source>+ only in A</source>
            <translation>+ 只在 A 中</translation>
        </message>
        <message>
            <source> only in B</source>
            <translation> 只在 B 中</translation>
        </message>
        <message>
            <source>other shape</source>
            <translation>形状不同</translation>
        </message>
        <message>
            <source>other type</source>
            <translation>类型不同</translation>
        </message>
        <message>
            <source>unreadable</source>
            <translation>无法读取</translation>
        </message>
        <message>
            <source>Bars on one scale, from 0 to %1</source>
            <translation>条形统一比例，从 0 到 %1</translation>
        </message>
        <message>
            <source>Tensor</source>
            <translation>张量</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>形状</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>类型</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>大小</translation>
        </message>
        <message>
            <source>Mean</source>
            <translation>均值</translation>
        </message>
        <message>
            <source>Std</source>
            <translation>标准差</translation>
        </message>
        <message>
            <source>Min</source>
            <translation>最小</translation>
        </message>
        <message>
            <source>Max</source>
            <translation>最大</translation>
        </message>
        <message>
            <source>Zeros</source>
            <translation>零值</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>取值</translation>
        </message>
        <message>
            <source>Δ A−B, relative</source>
            <translation>Δ A−B，相对</translation>
        </message>
        <message>
            <source>Δ A−B, largest</source>
            <translation>Δ A−B，最大</translation>
        </message>
        <message>
            <source>Cosine A, B</source>
            <translation>余弦 A, B</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TimelineView</name>
        <message>
            <source>Timeline of checkpoints</source>
            <translation>检查点时间线</translation>
        </message>
        <message>
            <source>step %1</source>
            <translation>第 %1 步</translation>
        </message>
        <message>
            <source> (deleted)</source>
            <translation> （已删除）</translation>
        </message>
        <message>
            <source>Step %1</source>
            <translation>第 %1 步</translation>
        </message>
        <message>
            <source>loss %1</source>
            <translation>损失 %1</translation>
        </message>
        <message>
            <source>deleted since: keep_checkpoint_max = %1</source>
            <translation>已被删除：keep_checkpoint_max = %1</translation>
        </message>
        <message>
            <source>deleted since</source>
            <translation>已被删除</translation>
        </message>
        <message numerus="yes">
            <source>%1 · %n tensor(s) · written %2</source>
            <translation>
                <numerusform>%1 · %n 个张量 · 写于 %2</numerusform>
            </translation>
        </message>
        <message>
            <source>best evaluation of those on disk</source>
            <translation>磁盘上评估最好的</translation>
        </message>
        <message>
            <source>newest: TensorFlow restores this one</source>
            <translation>最新：TensorFlow 恢复这一个</translation>
        </message>
        <message>
            <source>not in the checkpoint file</source>
            <translation>不在 checkpoint 文件中</translation>
        </message>
        <message>
            <source>code %1%2</source>
            <translation>代码 %1%2</translation>
        </message>
        <message>
            <source>, with changes</source>
            <translation>，有改动</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::Toast</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TracebackPage</name>
        <message>
            <source>Explain a traceback</source>
            <translation>解释回溯</translation>
        </message>
        <message>
            <source>Paste what Python printed when a restore failed, all of it: the rest is found.</source>
            <translation>粘贴恢复失败时 Python 打印的全部内容，其余由 Cairn 查找。</translation>
        </message>
        <message>
            <source>Text of the traceback</source>
            <translation>回溯的文本</translation>
        </message>
        <message>
            <source>Explain</source>
            <translation>解释</translation>
        </message>
        <message>
            <source>Paste</source>
            <translation>粘贴</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Pasted text</source>
            <translation>粘贴的文本</translation>
        </message>
        <message>
            <source>Paste another</source>
            <translation>粘贴另一段</translation>
        </message>
        <message>
            <source>Unfold all</source>
            <translation>全部展开</translation>
        </message>
        <message>
            <source>Close the traceback</source>
            <translation>关闭回溯</translation>
        </message>
        <message>
            <source>Fold</source>
            <translation>折叠</translation>
        </message>
        <message>
            <source>What the text tells</source>
            <translation>文本说明了什么</translation>
        </message>
        <message>
            <source>Which model_dir was it?</source>
            <translation>是哪个 model_dir？</translation>
        </message>
        <message>
            <source>Ways out</source>
            <translation>解决办法</translation>
        </message>
        <message>
            <source>without the model_dir</source>
            <translation>不需要 model_dir</translation>
        </message>
        <message>
            <source>No Python exception is in this text. Paste all that Python printed, to the last line.</source>
            <translation>这段文本中没有 Python 异常。粘贴 Python 打印的全部内容，直到最后一行。</translation>
        </message>
        <message>
            <source>Restore failed in Python</source>
            <translation>在 Python 中恢复失败</translation>
        </message>
        <message>
            <source>Not known</source>
            <translation>未知</translation>
        </message>
        <message numerus="yes">
            <source>%n line(s), %1</source>
            <translation>
                <numerusform>%n 行，%1</numerusform>
            </translation>
        </message>
        <message>
            <source>; the first 4 MB were read</source>
            <translation>；只读取了前 4 MB</translation>
        </message>
        <message>
            <source>found</source>
            <translation>已找到</translation>
        </message>
        <message>
            <source>inferred</source>
            <translation>推断</translation>
        </message>
        <message>
            <source>not in the text</source>
            <translation>文本中没有</translation>
        </message>
        <message>
            <source>the text doesn't say</source>
            <translation>文本没有说明</translation>
        </message>
        <message>
            <source>The text names no tensor that a run could be known by.</source>
            <translation>文本没有提到可用来识别运行的张量。</translation>
        </message>
        <message>
            <source>step %1, as many as the script trains</source>
            <translation>第 %1 步，与脚本训练的步数相同</translation>
        </message>
        <message>
            <source>step %1</source>
            <translation>第 %1 步</translation>
        </message>
        <message>
            <source>Check against %1</source>
            <translation>对照 %1 检查</translation>
        </message>
        <message>
            <source>Another model_dir…</source>
            <translation>其他 model_dir…</translation>
        </message>
        <message>
            <source>Choose the model_dir…</source>
            <translation>选择 model_dir…</translation>
        </message>
        <message>
            <source>Copy as Python</source>
            <translation>复制为 Python</translation>
        </message>
        <message>
            <source>Other ways need the checkpoint: choose the model_dir above.</source>
            <translation>其他办法需要检查点：在上方选择 model_dir。</translation>
        </message>
        <message>
            <source>The model_dir that the traceback came from</source>
            <translation>回溯所属的 model_dir</translation>
        </message>
        <message>
            <source>Runs here without %1: %2 of %3.</source>
            <translation>这里没有 %1 的运行：%3 个中的 %2 个。</translation>
        </message>
        <message>
            <source>Runs here that hold %1 with that shape: %2 of %3.</source>
            <translation>这里含有该形状的 %1 的运行：%3 个中的 %2 个。</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TracebackText</name>
        <message>
            <source>Pasted text</source>
            <translation>粘贴的文本</translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) of TensorFlow folded</source>
            <translation>
                <numerusform>已折叠 TensorFlow 的 %n 行</numerusform>
            </translation>
        </message>
        <message>
            <source>More is not shown.</source>
            <translation>其余不显示。</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::TrainQueue</name>
        <message>
            <source>Paused by you; saved at step %1</source>
            <translation>由你暂停；已保存在第 %1 步</translation>
        </message>
        <message>
            <source>Paused by you at step %1</source>
            <translation>由你暂停在第 %1 步</translation>
        </message>
        <message>
            <source>Already at step %1</source>
            <translation>已经在第 %1 步</translation>
        </message>
        <message>
            <source>Stopped at step %1, saved</source>
            <translation>在第 %1 步停止，已保存</translation>
        </message>
        <message>
            <source>Finished at step %1</source>
            <translation>在第 %1 步完成</translation>
        </message>
        <message>
            <source>Held back by you</source>
            <translation>由你暂缓</translation>
        </message>
        <message>
            <source>Waits since the program was closed</source>
            <translation>程序关闭后一直在等待</translation>
        </message>
        <message>
            <source>Stopped before its first step</source>
            <translation>在第一步之前停止</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::UnitsEditor</name>
        <message>
            <source>layer %1, %2 units</source>
            <translation>第 %1 层，%2 个单元</translation>
        </message>
        <message>
            <source>layer</source>
            <translation>层</translation>
        </message>
        <message>
            <source>Add a layer</source>
            <translation>添加一层</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::ValuesDialog</name>
        <message>
            <source>Reading…</source>
            <translation>正在读取…</translation>
        </message>
        <message>
            <source>Go to index</source>
            <translation>跳到索引</translation>
        </message>
        <message>
            <source>Go to index: %1</source>
            <translation>跳到索引：%1</translation>
        </message>
        <message>
            <source>4 digits</source>
            <translation>4 位数字</translation>
        </message>
        <message>
            <source>6 digits</source>
            <translation>6 位数字</translation>
        </message>
        <message>
            <source>Full</source>
            <translation>全部位数</translation>
        </message>
        <message>
            <source>Number format</source>
            <translation>数字格式</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>取值</translation>
        </message>
        <message>
            <source>%1 %2 · %3 values</source>
            <translation>%1 %2 · %3 个值</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::VerdictCard</name>
        <message>
            <source>Show why and fix…</source>
            <translation>查看原因与修复…</translation>
        </message>
        <message>
            <source>Not checked</source>
            <translation>未检查</translation>
        </message>
        <message>
            <source>No run is selected.</source>
            <translation>未选择运行。</translation>
        </message>
        <message>
            <source>checking…</source>
            <translation>检查中…</translation>
        </message>
        <message>
            <source>Can't tell</source>
            <translation>无法判断</translation>
        </message>
        <message>
            <source>No checkpoint yet</source>
            <translation>还没有检查点</translation>
        </message>
        <message>
            <source>Starts at step 0.</source>
            <translation>从第 0 步开始。</translation>
        </message>
        <message>
            <source>The model_dir holds no checkpoint.</source>
            <translation>model_dir 中没有检查点。</translation>
        </message>
        <message>
            <source>Resumes at step %1, %2 of %3 tensors.</source>
            <translation>从第 %1 步继续，%2 / %3 个张量。</translation>
        </message>
        <message>
            <source>Resumes, %1 of %2 tensors.</source>
            <translation>继续训练，%1 / %2 个张量。</translation>
        </message>
        <message>
            <source>Restores, but not what you expect</source>
            <translation>可以恢复，但结果与预期不同</translation>
        </message>
        <message>
            <source>Would restore</source>
            <translation>可以恢复</translation>
        </message>
        <message>
            <source>%1 of %2 tensors differ.</source>
            <translation>%1 / %2 个张量不同。</translation>
        </message>
        <message>
            <source>Would not restore</source>
            <translation>无法恢复</translation>
        </message>
    </context>
    <context>
        <name>cairn::ui::WaysOutCard</name>
        <message>
            <source>Put the config back</source>
            <translation>把配置改回去</translation>
        </message>
        <message>
            <source>Sets the keys above to what they were at step %1. All %2 tensors restore. Can be undone.</source>
            <translation>把上面的键恢复为第 %1 步时的值。全部 %2 个张量都能恢复。可以撤销。</translation>
        </message>
        <message>
            <source>Revert</source>
            <translation>还原</translation>
        </message>
        <message>
            <source>Train in a new model_dir</source>
            <translation>在新的 model_dir 中训练</translation>
        </message>
        <message>
            <source>Keeps the config and starts at step 0 in a new folder. This one stays as it is.</source>
            <translation>保留配置，在新文件夹中从第 0 步开始。这个文件夹保持不变。</translation>
        </message>
        <message>
            <source>New run</source>
            <translation>新运行</translation>
        </message>
        <message>
            <source>Evaluate only</source>
            <translation>仅评估</translation>
        </message>
        <message>
            <source>Only the optimizer's slots differ: evaluate and predict restore the model as it is.</source>
            <translation>只有优化器的槽变量不同：评估和预测会按原样恢复模型。</translation>
        </message>
        <message>
            <source>Evaluate</source>
            <translation>评估</translation>
        </message>
        <message>
            <source>Do it</source>
            <translation>执行</translation>
        </message>
        <message>
            <source>Ways out</source>
            <translation>解决办法</translation>
        </message>
        <message>
            <source>most kept first</source>
            <translation>保留最多的在前</translation>
        </message>
    </context>
    <context>
        <name>main</name>
        <message>
            <source>Experiments in TensorFlow model directories</source>
            <translation>TensorFlow 模型目录中的实验</translation>
        </message>
        <message>
            <source>a folder with runs, a model_dir, or a config file</source>
            <translation>包含运行的文件夹、model_dir，或配置文件</translation>
        </message>
        <message>
            <source>a window of its own, whether or not one is open</source>
            <translation>新开一个窗口，无论是否已有窗口</translation>
        </message>
    </context>
</TS>
